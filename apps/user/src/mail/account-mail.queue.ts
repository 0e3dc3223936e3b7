// Jobs that send mails about an account, in the transaction that makes each necessary; account-mail.jobs.ts runs them. None holds
// anything that lets somebody in.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';

export const MAIL_PASSWORD_RESET = 'mail_password_reset';
export const MAIL_EMAIL_CONFIRMATION = 'mail_email_confirmation';
export const MAIL_SECOND_FACTOR = 'mail_second_factor';

/** Somebody wants a mail with a reset token. */
export interface ResetRequest {
  readonly resetId: string;
  readonly userId: string;
  /** ISO, wall time. Later nobody waits for the mail, and its token would be too old. */
  readonly expireTime: string;
}

/** Somebody is to confirm the address of their account. */
export interface ConfirmationWish {
  readonly mailId: string;
  readonly userId: string;
  /** ISO, wall time. */
  readonly expireTime: string;
}

export type FactorChange = 'on' | 'off' | 'reset';

/** The owner is to hear of a change of their second factor. */
export interface FactorNotice {
  readonly mailId: string;
  readonly userId: string;
  readonly change: FactorChange;
  /** ISO, wall time. */
  readonly time: string;
}

@Injectable()
export class AccountMailQueue {
  constructor(private readonly jobs: Jobs) {}

  /** Several in a row are one mail. */
  passwordReset(tx: Transaction, data: ResetRequest): Promise<void> {
    return this.jobs.enqueue(tx, { name: MAIL_PASSWORD_RESET, data, key: data.userId });
  }

  /** Several in a row are one mail. */
  emailConfirmation(tx: Transaction, data: ConfirmationWish): Promise<void> {
    return this.jobs.enqueue(tx, { name: MAIL_EMAIL_CONFIRMATION, data, key: data.userId });
  }

  secondFactorChanged(tx: Transaction, data: FactorNotice): Promise<void> {
    return this.jobs.enqueue(tx, { name: MAIL_SECOND_FACTOR, data });
  }
}
