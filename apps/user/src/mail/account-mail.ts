// Mails about the account itself. Only the user service sends them: secrets that give access to an account are created
// when the mail is sent, and only their hash is stored. No event, job or request ever contains them.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Mailer } from '@lastmile/mail';
import { messageFor } from './messages.js';

/** The kinds of mails: the keys of the message catalogue. */
export const ACCOUNT_MAILS = [
  'password_reset',
  'email_confirmation',
  'second_factor_on',
  'second_factor_off',
  'second_factor_reset',
] as const;

export interface AccountMail {
  /** The same for every attempt, so that a repeat can be recognized. */
  readonly id: string;
  readonly userId: string;
  readonly email: string;
  readonly language: string;
  readonly key: (typeof ACCOUNT_MAILS)[number];
  /** Contains no text written by other people, because readers trust our mails. */
  readonly params: Readonly<Record<string, string>>;
}

@Injectable()
export class AccountMails implements OnApplicationBootstrap {
  private readonly logger = new Logger(AccountMails.name);

  constructor(private readonly mailer: Mailer) {}

  onApplicationBootstrap(): void {
    if (!this.mailer.isOn) this.logger.warn('SMTP_URL is not set: no mail is sent');
  }

  /** False when no mail would be sent: then no secret needs to be created. */
  get isOn(): boolean {
    return this.mailer.isOn;
  }

  /**
   * Sends the mail once or, after a lost response, twice with the same id. Rejects when the server does not accept it
   * yet.
   */
  async send({ id, userId, email, language, key, params }: AccountMail): Promise<void> {
    const { title, body } = messageFor(language, key, params);
    const outcome = await this.mailer.send({ id, to: email, subject: title, text: body });
    if (outcome === 'no such mailbox') this.logger.warn(`${key} of ${userId} dropped: ${outcome}`);
  }
}
