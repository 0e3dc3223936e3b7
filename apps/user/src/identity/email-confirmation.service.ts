// The mail that asks people to confirm the address of their account. Its token is created here, like that of a password
// reset.
import { Injectable, Logger } from '@nestjs/common';
import { hashOpaqueToken, newOpaqueToken } from '@lastmile/auth';
import { AccountMails } from '../mail/account-mail.js';
import type { ConfirmationRequest } from '../mail/account-mail.queue.js';
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

  /** Every attempt creates a new token: an earlier mail may have arrived although its response was lost. */
  async mailToken({ mailId, userId, expireTime: expires }: ConfirmationRequest): Promise<void> {
    const expireTime = new Date(expires);
    // Without a mail server addresses stay unconfirmed, and nothing is mailed to them.
    if (!this.mails.isOn) return;
    const now = new Date();
    if (expireTime <= now) return this.logger.warn(`confirmation of ${userId} dropped: nobody waits for it any more`);
    const token = newOpaqueToken();
    const account = await this.confirmations.open(userId, hashOpaqueToken(token), expireTime, now);
    if (!account) return;
    // In the fragment after `#`, which is never sent to servers, so none can log it.
    const { emailConfirmationUrl: url } = this.config;
    const link = url ? `${url}#token=${token}` : token;
    await this.mails.send({ ...account, id: mailId, userId, key: 'email_confirmation', params: { link } });
  }
}
