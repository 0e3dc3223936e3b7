// The mail that has somebody confirm the address of their account. Its token is made here, as that of a password reset.
import { Injectable, Logger } from '@nestjs/common';
import { hashOpaqueToken, newOpaqueToken } from '@lastmile/auth';
import { OnJob } from '@lastmile/events';
import { AccountMails } from '../mail/account-mail.js';
import { emailConfirmationUrl } from '../user.config.js';
import {
  EmailConfirmationRepository,
  MAIL_EMAIL_CONFIRMATION,
  type ConfirmationWish,
} from './email-confirmation.repository.js';

@Injectable()
export class EmailConfirmationHandlers {
  private readonly logger = new Logger(EmailConfirmationHandlers.name);
  private readonly url = emailConfirmationUrl();

  constructor(
    private readonly confirmations: EmailConfirmationRepository,
    private readonly mails: AccountMails,
  ) {}

  /** Every attempt makes a token of its own: the answer to a mail that did arrive may have been lost. */
  @OnJob(MAIL_EMAIL_CONFIRMATION)
  async mailToken({ mailId, userId, expireTime: expires }: ConfirmationWish): Promise<void> {
    const expireTime = new Date(expires);
    // Where no mail is sent, addresses stay unconfirmed, and nothing is mailed to them either way.
    if (!this.mails.isOn) return;
    const now = new Date();
    if (expireTime <= now) return this.logger.warn(`confirmation of ${userId} dropped: nobody waits for it any more`);
    const token = newOpaqueToken();
    const account = await this.confirmations.open(userId, hashOpaqueToken(token), expireTime, now);
    if (!account) return;
    // Behind `#`, so that no server on the way logs it.
    const link = this.url ? `${this.url}#token=${token}` : token;
    await this.mails.send({ ...account, id: mailId, userId, key: 'email_confirmation', params: { link } });
  }
}
