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
  /** Grows by one with each new password. */
  readonly passwordVersion: number;
}

export interface Addressee {
  readonly email: string;
  readonly language: string;
}

export interface ResetToken {
  /** Only the hash: the token itself is only in the mail. */
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

  /** Replaces the hash of an unchanged password. Does nothing if the password has been changed meanwhile. */
  async rehash(userId: string, oldHash: string, newHash: string): Promise<void> {
    await this.database.query('UPDATE credentials SET password_hash = $3 WHERE user_id = $1 AND password_hash = $2', [
      userId,
      oldHash,
      newHash,
    ]);
  }

  /** Requests a mail to the account with this address. Does nothing for an unknown address, or after too many mails. */
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

  /**
   * Activates a token that may replace the password, and returns the address for its mail; undefined when the account
   * does not exist any more.
   */
  async openReset(userId: string, { hash, expireTime }: ResetToken): Promise<Addressee | undefined> {
    return this.database.maybeOne<Addressee>(
      `WITH opened AS (
         INSERT INTO password_resets (token_hash, user_id, expire_time)
         SELECT $2, user_id, $3 FROM credentials WHERE user_id = $1 RETURNING user_id)
       SELECT email, language FROM opened JOIN users USING (user_id)`,
      [userId, hash, expireTime],
    );
  }

  /**
   * Invalidates all tokens of the account, sets the password and ends all sessions. Returns the account's id; undefined
   * for an invalid token.
   */
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
