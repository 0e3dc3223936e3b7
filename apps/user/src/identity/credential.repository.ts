// Password hashes and the tokens that replace a forgotten password.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { UserEvents } from '../user.events.js';

export interface Credential {
  readonly userId: string;
  readonly passwordHash: string;
  /** Grows with each new password. */
  readonly passwordVersion: number;
}

export interface ResetToken {
  /** For the mail; only its hash is stored. */
  readonly token: string;
  readonly hash: string;
  readonly expireTime: Date;
}

@Injectable()
export class CredentialRepository {
  constructor(
    private readonly database: Database,
    private readonly events: UserEvents,
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

  /** Stores the token, voids an earlier one and tells the mailer; nothing happens for an unknown address. */
  async requestReset(email: string, reset: ResetToken): Promise<void> {
    await this.database.transaction(async (tx) => {
      const user = await tx.maybeOne<{ user_id: string; language: string; version: number }>(
        `INSERT INTO password_resets (user_id, token_hash, expire_time)
         SELECT user_id, $2, $3 FROM credentials JOIN users USING (user_id) WHERE email = $1
         ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, expire_time = excluded.expire_time
         RETURNING user_id, (SELECT language FROM users WHERE email = $1), (SELECT version FROM users WHERE email = $1)`,
        [email, reset.hash, reset.expireTime],
      );
      if (!user) return;
      await this.events.passwordResetRequested(tx, {
        userId: user.user_id,
        email,
        language: user.language,
        version: user.version,
        resetToken: reset.token,
        expireTime: reset.expireTime,
      });
    });
  }

  /** Uses the token up, sets the password and ends all sessions; returns whose it is, undefined when the token is no good. */
  async reset(tokenHash: string, passwordHash: string, now: Date): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const reset = await tx.maybeOne<{ user_id: string }>(
        'DELETE FROM password_resets WHERE token_hash = $1 AND expire_time > $2 RETURNING user_id',
        [tokenHash, now],
      );
      if (!reset) return undefined;
      await tx.query(
        'UPDATE credentials SET password_hash = $2, password_version = password_version + 1 WHERE user_id = $1',
        [reset.user_id, passwordHash],
      );
      await tx.query('UPDATE session_families SET revoke_time = $2 WHERE user_id = $1 AND revoke_time IS NULL', [
        reset.user_id,
        now,
      ]);
      return reset.user_id;
    });
  }
}
