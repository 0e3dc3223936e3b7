// The mail that lets somebody choose a new password.
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { messageFor } from '../messages.js';
import { passwordResetUrl } from '../notification.config.js';
import { Mailer } from './mailer.js';

export interface PasswordReset {
  /** Of the event that asks for the mail. */
  readonly eventId: string;
  readonly userId: string;
  readonly email: string;
  readonly language: string;
  readonly resetToken: string;
  /** Wall time. */
  readonly expireTime: Date;
}

@Injectable()
export class PasswordResetMail implements OnApplicationBootstrap {
  private readonly logger = new Logger(PasswordResetMail.name);
  private readonly resetUrl = passwordResetUrl();

  constructor(private readonly mailer: Mailer) {}

  onApplicationBootstrap(): void {
    if (!this.mailer.isOn) this.logger.warn('SMTP_URL is not set: no mail is sent');
  }

  /** Sent once or, after a lost answer, twice under the same id. Rejects when the server does not take it yet. */
  async send({ eventId, userId, email, language, resetToken, expireTime }: PasswordReset): Promise<void> {
    const minutes = Math.floor((expireTime.getTime() - Date.now()) / 60_000);
    if (!this.mailer.isOn) return this.logger.warn(`password reset of ${userId} dropped: SMTP_URL is not set`);
    if (minutes < 1) return this.logger.warn(`password reset of ${userId} dropped: its token has expired`);
    // Behind `#`, so that no server on the way logs it.
    const link = this.resetUrl ? `${this.resetUrl}#token=${resetToken}` : resetToken;
    const { title, body } = messageFor(language, 'mail.password_reset', { minutes: String(minutes), link });
    const outcome = await this.mailer.send({ id: eventId, to: email, subject: title, text: body });
    if (outcome === 'no such mailbox') this.logger.warn(`password reset of ${userId} dropped: ${outcome}`);
  }
}
