// The mail that lets people choose a new password. Its token is created here; until then only the request is stored.
import { Injectable, Logger } from '@nestjs/common';
import { hashOpaqueToken, newOpaqueToken } from '@lastmile/auth';
import { AccountMails } from '../mail/account-mail.js';
import type { ResetRequest } from '../mail/account-mail.queue.js';
import { UserConfig } from '../user.config.js';
import { CredentialRepository } from './credential.repository.js';

const MINUTE_MS = 60_000;

@Injectable()
export class PasswordResetService {
  private readonly logger = new Logger(PasswordResetService.name);

  constructor(
    private readonly credentials: CredentialRepository,
    private readonly mails: AccountMails,
    private readonly config: UserConfig,
  ) {}

  /**
   * Every attempt creates a new token, and all of them work until they expire or one is used: an earlier mail may have
   * arrived although its response was lost.
   */
  async mailToken({ resetId, userId, expireTime: expires }: ResetRequest): Promise<void> {
    const expireTime = new Date(expires);
    const minutes = Math.floor((expireTime.getTime() - Date.now()) / MINUTE_MS);
    if (!this.mails.isOn) return this.logger.warn(`password reset of ${userId} dropped: SMTP_URL is not set`);
    if (minutes < 1) return this.logger.warn(`password reset of ${userId} dropped: nobody waits for it any more`);
    const token = newOpaqueToken();
    const account = await this.credentials.openReset(userId, { hash: hashOpaqueToken(token), expireTime });
    if (!account) return;
    // In the fragment after `#`, which is never sent to servers, so none can log it.
    const { passwordResetUrl: url } = this.config;
    const link = url ? `${url}#token=${token}` : token;
    const params = { minutes: String(minutes), link };
    await this.mails.send({ ...account, id: resetId, userId, key: 'password_reset', params });
  }
}
