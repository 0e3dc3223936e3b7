// Session families and their refresh tokens, kept as hashes.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@lastmile/postgres';
import type { UserRole } from '../user.types.js';
import { decideRefresh, type RefreshDecision } from './refresh.core.js';

export interface NewToken {
  readonly hash: string;
  readonly expireTime: Date;
}

/** Whom a session is for, as the access token will say. */
export interface SessionOwner {
  readonly userId: string;
  readonly familyId: string;
  readonly roles: readonly UserRole[];
}

interface TokenRow {
  family_id: string;
  user_id: string;
  roles: UserRole[];
  expire_time: Date;
  use_time: Date | null;
  revoke_time: Date | null;
}

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Opens a family for who proved that password; undefined when there is a new one since, or the account is gone.
   * Forgets the account's families that are over.
   */
  async open(userId: string, passwordVersion: number, token: NewToken, now: Date): Promise<SessionOwner | undefined> {
    return this.database.transaction(async (tx) => {
      // Shares the row with other sign-ins, and makes a reset of the password come before or after, never between.
      const account = await tx.maybeOne<{ roles: UserRole[] }>(
        `SELECT u.roles FROM credentials c JOIN users u USING (user_id)
         WHERE c.user_id = $1 AND c.password_version = $2 FOR SHARE OF c`,
        [userId, passwordVersion],
      );
      if (!account) return undefined;
      await tx.query('DELETE FROM session_families WHERE user_id = $1 AND expire_time <= $2', [userId, now]);
      const familyId = randomUUID();
      await tx.query('INSERT INTO session_families (family_id, user_id, expire_time) VALUES ($1, $2, $3)', [
        familyId,
        userId,
        token.expireTime,
      ]);
      await insertToken(tx, familyId, token);
      return { userId, familyId, roles: account.roles };
    });
  }

  /**
   * Exchanges a token for `next`. The family is ended, and stays so, when the token was reused.
   * A concurrent exchange of the same token waits and then finds it used.
   */
  async rotate(hash: string, next: NewToken, now: Date): Promise<SessionOwner | Exclude<RefreshDecision, 'rotate'>> {
    return this.database.transaction(async (tx) => {
      const row = await tx.maybeOne<TokenRow>(
        `SELECT f.family_id, f.user_id, u.roles, t.expire_time, t.use_time, f.revoke_time
         FROM refresh_tokens t JOIN session_families f USING (family_id) JOIN users u USING (user_id)
         WHERE t.token_hash = $1 FOR UPDATE OF f, t`,
        [hash],
      );
      if (!row) return 'expired' as const;
      const decision = decideRefresh(
        { expireTime: row.expire_time, useTime: row.use_time, revokeTime: row.revoke_time },
        now,
      );
      if (decision === 'reused') await revoke(tx, row.family_id, now);
      if (decision !== 'rotate') return decision;
      await tx.query('UPDATE refresh_tokens SET use_time = coalesce(use_time, $2) WHERE token_hash = $1', [hash, now]);
      await tx.query('DELETE FROM refresh_tokens WHERE family_id = $1 AND expire_time <= $2', [row.family_id, now]);
      await tx.query('UPDATE session_families SET expire_time = $2 WHERE family_id = $1', [
        row.family_id,
        next.expireTime,
      ]);
      await insertToken(tx, row.family_id, next);
      return { userId: row.user_id, familyId: row.family_id, roles: row.roles };
    });
  }

  /** Ends the family of any of its tokens; nothing happens when there is none. */
  async revokeByToken(hash: string, now: Date): Promise<void> {
    await this.database.query(
      `UPDATE session_families SET revoke_time = $2
       WHERE revoke_time IS NULL AND family_id = (SELECT family_id FROM refresh_tokens WHERE token_hash = $1)`,
      [hash, now],
    );
  }
}

const revoke = (tx: Transaction, familyId: string, now: Date) =>
  tx.query('UPDATE session_families SET revoke_time = $2 WHERE family_id = $1', [familyId, now]);

const insertToken = (tx: Transaction, familyId: string, token: NewToken) =>
  tx.query('INSERT INTO refresh_tokens (token_hash, family_id, expire_time) VALUES ($1, $2, $3)', [
    token.hash,
    familyId,
    token.expireTime,
  ]);
