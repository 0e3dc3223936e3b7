// Mails that tell an account's owner that their second factor was turned on, turned off or reset. They contain no
// secret.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@lastmile/postgres';
import { mayMail } from '../identity/account-mail.repository.js';
import { AccountMailQueue, type FactorChange, type FactorNotice } from '../mail/account-mail.queue.js';
import type { Addressee } from '../identity/credential.repository.js';

@Injectable()
export class FactorNoticeRepository {
  constructor(
    private readonly database: Database,
    private readonly mails: AccountMailQueue,
  ) {}

  /**
   * Runs in the transaction of the change: the owner gets a mail for each one, up to the hourly limit. Does nothing for
   * an unconfirmed address, which may belong to somebody else.
   */
  async tell(tx: Transaction, userId: string, change: FactorChange, now: Date): Promise<void> {
    const confirmed = await tx.maybeOne('SELECT 1 FROM users WHERE user_id = $1 AND email_confirm_time IS NOT NULL', [
      userId,
    ]);
    if (!confirmed || !(await mayMail(tx, userId, `second_factor_${change}`, now))) return;
    const data: FactorNotice = { mailId: randomUUID(), userId, change, time: now.toISOString() };
    await this.mails.secondFactorChanged(tx, data);
  }

  /** Undefined when the account does not exist any more. */
  async addressee(userId: string): Promise<Addressee | undefined> {
    return this.database.maybeOne<Addressee>('SELECT email, language FROM users WHERE user_id = $1', [userId]);
  }
}
