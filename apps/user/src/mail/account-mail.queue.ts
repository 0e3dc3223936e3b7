// Jobs that send mails about an account, enqueued in the transaction that needs them; account-mail.jobs.ts runs them.
// No job contains a secret.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';

export const MAIL_PASSWORD_RESET = 'mail_password_reset';
export const MAIL_EMAIL_CONFIRMATION = 'mail_email_confirmation';
export const MAIL_SECOND_FACTOR = 'mail_second_factor';

/** A request for a mail with a reset token. */
export interface ResetRequest {
  readonly resetId: string;
  readonly userId: string;
  /** ISO, real time. After this nobody waits for the mail, and its token would be too old. */
  readonly expireTime: string;
}

/** A request to confirm the address of an account. */
export interface ConfirmationRequest {
  readonly mailId: string;
  readonly userId: string;
  /** ISO, real time. */
  readonly expireTime: string;
}

export type FactorChange = 'on' | 'off' | 'reset';

/** A notice to the owner about a change of their second factor. */
export interface FactorNotice {
  readonly mailId: string;
  readonly userId: string;
  readonly change: FactorChange;
  /** ISO, real time. */
  readonly time: string;
}

@Injectable()
export class AccountMailQueue {
  constructor(private readonly jobs: Jobs) {}

  /** Several requests in a row are sent as one mail. */
  passwordReset(tx: Transaction, data: ResetRequest): Promise<void> {
    return this.jobs.enqueue(tx, { name: MAIL_PASSWORD_RESET, data, key: data.userId });
  }

  /** Several requests in a row are sent as one mail. */
  emailConfirmation(tx: Transaction, data: ConfirmationRequest): Promise<void> {
    return this.jobs.enqueue(tx, { name: MAIL_EMAIL_CONFIRMATION, data, key: data.userId });
  }

  secondFactorChanged(tx: Transaction, data: FactorNotice): Promise<void> {
    return this.jobs.enqueue(tx, { name: MAIL_SECOND_FACTOR, data });
  }
}
