// The mail that notifies people of a change of their second factor.
import { Injectable } from '@nestjs/common';
import { AccountMails } from '../mail/account-mail.js';
import type { FactorNotice } from '../mail/account-mail.queue.js';
import { FactorNoticeRepository } from './factor-notice.repository.js';

@Injectable()
export class FactorNoticeService {
  constructor(
    private readonly notices: FactorNoticeRepository,
    private readonly mails: AccountMails,
  ) {}

  async mail({ mailId: id, userId, change, time }: FactorNotice): Promise<void> {
    if (!this.mails.isOn) return;
    const account = await this.notices.addressee(userId);
    if (!account) return;
    const params = { time: `${time.slice(0, 16).replace('T', ' ')} UTC` };
    await this.mails.send({ ...account, id, userId, key: `second_factor_${change}`, params });
  }
}
