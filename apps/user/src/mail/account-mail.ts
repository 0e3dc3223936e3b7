// Mails about the account itself. Only the user service sends them: what lets somebody into an account is made here, when the
// mail is handed to the server, and only its hash is kept. No event, job or request ever holds it.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Mailer } from '@lastmile/mail';
import { messageFor } from './messages.js';

/** What there are mails about: the keys of the message catalogue. */
export const ACCOUNT_MAILS = [
  'password_reset',
  'email_confirmation',
  'second_factor_on',
  'second_factor_off',
  'second_factor_reset',
] as const;

export interface AccountMail {
  /** The same for every attempt. */
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly language: string;
  readonly key: (typeof ACCOUNT_MAILS)[number];
  /** Nothing that other people have written: whoever gets the mail believes that it is ours. */
  readonly params: Readonly<Record<string, string>>;
}

@Injectable()
export class AccountMails implements OnApplicationBootstrap {
  private readonly logger = new Logger(AccountMails.name);

  constructor(private readonly mailer: Mailer) {}

  onApplicationBootstrap(): void {
    if (!this.mailer.isOn) this.logger.warn('SMTP_URL is not set: no mail is sent');
  }

  /** False where nothing would be sent: then no secret needs to be made. */
  get isOn(): boolean {
    return this.mailer.isOn;
  }

  /** Sent once or, after a lost answer, twice under the same id. Rejects when the server does not take it yet. */
  async send({ id, userId, email, language, key, params }: AccountMail): Promise<void> {
    const { title, body } = messageFor(language, key, params);
    const outcome = await this.mailer.send({ id, to: email, subject: title, text: body });
    if (outcome === 'no such mailbox') this.logger.warn(`${key} of ${userId} dropped: ${outcome}`);
  }
}
