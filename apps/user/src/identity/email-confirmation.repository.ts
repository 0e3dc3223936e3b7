// Requests for mails that confirm an address, and the tokens of those mails.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { AccountMailQueue, type ConfirmationRequest } from '../mail/account-mail.queue.js';
import { mayMail } from './account-mail.repository.js';
import type { Addressee } from './credential.repository.js';

@Injectable()
export class EmailConfirmationRepository {
  constructor(
    private readonly database: Database,
    private readonly mails: AccountMailQueue,
  ) {}

  /**
   * Requests a mail, unless the address is confirmed or there were too many mails. Several requests in a row are sent
   * as one mail.
   */
  async request(userId: string, expireTime: Date, now: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      const waits = await tx.maybeOne('SELECT 1 FROM users WHERE user_id = $1 AND email_confirm_time IS NULL', [
        userId,
      ]);
      if (!waits || !(await mayMail(tx, userId, 'email_confirmation', now))) return;
      const data: ConfirmationRequest = { mailId: randomUUID(), userId, expireTime: expireTime.toISOString() };
      await this.mails.emailConfirmation(tx, data);
    });
  }

  /**
   * Activates a token that confirms the address, and returns the address for its mail; undefined when there is nothing
   * to confirm any more.
   */
  async open(userId: string, hash: string, expireTime: Date, now: Date): Promise<Addressee | undefined> {
    await this.database.query('DELETE FROM email_confirmations WHERE user_id = $1 AND expire_time <= $2', [
      userId,
      now,
    ]);
    return this.database.maybeOne<Addressee>(
      `WITH opened AS (
         INSERT INTO email_confirmations (token_hash, user_id, expire_time)
         SELECT $2, user_id, $3 FROM users WHERE user_id = $1 AND email_confirm_time IS NULL RETURNING user_id)
       SELECT email, language FROM opened JOIN users USING (user_id)`,
      [userId, hash, expireTime],
    );
  }

  /** The account whose address the token confirms; undefined for an invalid token. */
  async find(hash: string, now: Date): Promise<string | undefined> {
    const row = await this.database.maybeOne<{ user_id: string }>(
      'SELECT user_id FROM email_confirmations WHERE token_hash = $1 AND expire_time > $2',
      [hash, now],
    );
    return row?.user_id;
  }
}
