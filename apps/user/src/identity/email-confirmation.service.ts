// The mail that has somebody confirm the address of their account. Its token is made here, as that of a password reset.
import { Injectable, Logger } from '@nestjs/common';
import { hashOpaqueToken, newOpaqueToken } from '@lastmile/auth';
import { AccountMails } from '../mail/account-mail.js';
import type { ConfirmationWish } from '../mail/account-mail.queue.js';
import { UserConfig } from '../user.config.js';
import { EmailConfirmationRepository } from './email-confirmation.repository.js';

@Injectable()
export class EmailConfirmationService {
  private readonly logger = new Logger(EmailConfirmationService.name);

  constructor(
    private readonly confirmations: EmailConfirmationRepository,
    private readonly mails: AccountMails,
    private readonly config: UserConfig,
  ) {}

  /** Every attempt makes a token of its own: the answer to a mail that did arrive may have been lost. */
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
    const { emailConfirmationUrl: url } = this.config;
    const link = url ? `${url}#token=${token}` : token;
    await this.mails.send({ ...account, id: mailId, userId, key: 'email_confirmation', params: { link } });
  }
}
