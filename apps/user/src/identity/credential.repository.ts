// Password hashes and the tokens that replace a forgotten password.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { mayMail } from './account-mail.repository.js';
import { AccountMailQueue, type ResetRequest } from '../mail/account-mail.queue.js';
import { endSessions } from '../revocation.repository.js';

export interface Credential {
  readonly userId: string;
  readonly passwordHash: string;
  /** Grows with each new password. */
  readonly passwordVersion: number;
}

export interface Addressee {
  readonly email: string;
  readonly language: string;
}

export interface ResetToken {
  /** The token itself is in the mail only. */
  readonly hash: string;
  readonly expireTime: Date;
}

@Injectable()
export class CredentialRepository {
  constructor(
    private readonly database: Database,
    private readonly mails: AccountMailQueue,
  ) {}

  async find(email: string): Promise<Credential | undefined> {
    const row = await this.database.maybeOne<{ user_id: string; password_hash: string; password_version: number }>(
      'SELECT user_id, password_hash, password_version FROM credentials JOIN users USING (user_id) WHERE email = $1',
      [email],
    );
    return row && { userId: row.user_id, passwordHash: row.password_hash, passwordVersion: row.password_version };
  }

  /** Replaces a hash of the same password, unless the password has changed meanwhile. */
  async rehash(userId: string, oldHash: string, newHash: string): Promise<void> {
    await this.database.query('UPDATE credentials SET password_hash = $3 WHERE user_id = $1 AND password_hash = $2', [
      userId,
      oldHash,
      newHash,
    ]);
  }

  /** Has a mail sent to the account of this address; nothing happens for an unknown one, or after too many. */
  async requestReset(email: string, expireTime: Date, now: Date): Promise<void> {
    const credential = await this.find(email);
    if (!credential) return;
    const { userId } = credential;
    const data: ResetRequest = { resetId: randomUUID(), userId, expireTime: expireTime.toISOString() };
    await this.database.transaction(async (tx) => {
      if (!(await mayMail(tx, userId, 'password_reset', now))) return;
      await this.mails.passwordReset(tx, data);
    });
  }

  /** Lets this token replace the password, and says where to mail it; undefined when there is no such account any more. */
  async openReset(userId: string, { hash, expireTime }: ResetToken): Promise<Addressee | undefined> {
    return this.database.maybeOne<Addressee>(
      `WITH opened AS (
         INSERT INTO password_resets (token_hash, user_id, expire_time)
         SELECT $2, user_id, $3 FROM credentials WHERE user_id = $1 RETURNING user_id)
       SELECT email, language FROM opened JOIN users USING (user_id)`,
      [userId, hash, expireTime],
    );
  }

  /** Uses up every token of the account, sets the password and ends all sessions; returns whose it is, undefined when the token is no good. */
  async reset(tokenHash: string, passwordHash: string, now: Date): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const reset = await tx.maybeOne<{ user_id: string }>(
        'DELETE FROM password_resets WHERE token_hash = $1 AND expire_time > $2 RETURNING user_id',
        [tokenHash, now],
      );
      if (!reset) return undefined;
      await tx.query('DELETE FROM password_resets WHERE user_id = $1', [reset.user_id]);
      await tx.query(
        'UPDATE credentials SET password_hash = $2, password_version = password_version + 1 WHERE user_id = $1',
        [reset.user_id, passwordHash],
      );
      await endSessions(tx, 'user_id = $3', [reset.user_id], now);
      return reset.user_id;
    });
  }
}
