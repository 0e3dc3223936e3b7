// Session families and their refresh tokens, of which only hashes are stored.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, type Transaction } from '@lastmile/postgres';
import { endSessions } from '../revocation.repository.js';
import type { CodeJudge } from '../second-factor/second-factor.core.js';
import { useCode } from '../second-factor/second-factor.repository.js';
import type { UserRole } from '../user.types.js';
import type { SessionSummary, SignInClient } from './identity.types.js';
import { decideRefresh, type RefreshDecision } from './refresh.core.js';

const MOST_LISTED = 100;

export interface NewToken {
  readonly hash: string;
  readonly expireTime: Date;
}

/** The owner of a session, as in the access token. */
export interface SessionOwner {
  readonly userId: string;
  readonly familyId: string;
  readonly roles: readonly UserRole[];
  /** Version of the account when the roles were read. */
  readonly version: number;
  readonly hasSecondFactor: boolean;
}

/** What a person has proven at sign-in. */
export interface SignInProof {
  readonly userId: string;
  /** Version of the password that they know. */
  readonly passwordVersion: number;
  /** Checks the code of the second factor that they have entered; undefined without a code. */
  readonly judge: CodeJudge | undefined;
}

export interface Rotated extends SessionOwner {
  /** Expiry of the refresh token to return. */
  readonly expireTime: Date;
  /** Set when the token was exchanged a moment ago: its successor, to be returned instead of the new token. */
  readonly sealedSuccessor?: string;
}

interface TokenRow {
  family_id: string;
  user_id: string;
  roles: UserRole[];
  version: number;
  has_second_factor: boolean;
  end_time: Date;
  expire_time: Date;
  use_time: Date | null;
  revoke_time: Date | null;
  sealed_successor: string | null;
  successor_expire_time: Date | null;
}

@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Opens a family for a person who has proven that password. Undefined when the password has been changed since, or
   * the account is gone. Uses up a code of the second factor in the same transaction. Deletes the account's expired
   * families. Throws unauthenticated SECOND_FACTOR_REQUIRED, SECOND_FACTOR_WRONG.
   */
  async open(
    { userId, passwordVersion, judge }: SignInProof,
    token: NewToken,
    endTime: Date,
    client: SignInClient,
    now: Date,
  ): Promise<SessionOwner | undefined> {
    return this.database.transaction(async (tx) => {
      // A shared lock: other sign-ins may run at the same time, but a reset of the password, or a change of the second
      // factor, runs before or after this transaction.
      const account = await tx.maybeOne<{ roles: UserRole[]; version: number }>(
        `SELECT u.roles, u.version FROM credentials c JOIN users u USING (user_id)
         WHERE c.user_id = $1 AND c.password_version = $2 FOR SHARE OF c`,
        [userId, passwordVersion],
      );
      if (!account) return undefined;
      const hasSecondFactor = await useCode(tx, userId, judge);
      await tx.query('DELETE FROM session_families WHERE user_id = $1 AND expire_time <= $2', [userId, now]);
      const familyId = randomUUID();
      await tx.query(
        `INSERT INTO session_families
           (family_id, user_id, expire_time, create_time, last_use_time, end_time, address, user_agent)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7)`,
        [familyId, userId, token.expireTime, now, endTime, client.address, client.userAgent],
      );
      await insertToken(tx, familyId, token);
      return { userId, familyId, hasSecondFactor, ...account };
    });
  }

  /**
   * Exchanges a token for `next`, or returns its successor if it was exchanged a moment ago. When the token was reused,
   * the family is ended, and this is committed. A concurrent exchange of the same token waits and then finds it used.
   */
  async rotate(
    hash: string,
    next: NewToken & { readonly sealed: string },
    client: SignInClient,
    now: Date,
  ): Promise<Rotated | Exclude<RefreshDecision, 'rotate' | 'repeat'>> {
    return this.database.transaction(async (tx) => {
      const row = await lockToken(tx, hash);
      if (!row) return 'expired' as const;
      const { family_id: familyId, user_id: userId, roles, version, has_second_factor: hasSecondFactor } = row;
      const owner: SessionOwner = { userId, familyId, roles, version, hasSecondFactor };
      const decision = decideRefresh(
        { expireTime: row.expire_time, useTime: row.use_time, revokeTime: row.revoke_time },
        now,
      );
      if (decision === 'reused') await endSessions(tx, 'family_id = $3', [familyId], now);
      if (decision !== 'rotate' && decision !== 'repeat') return decision;
      if (decision === 'repeat' && row.sealed_successor && row.successor_expire_time) {
        const { sealed_successor: sealedSuccessor, successor_expire_time: expireTime } = row;
        return { ...owner, expireTime, sealedSuccessor };
      }
      const expireTime = next.expireTime < row.end_time ? next.expireTime : row.end_time;
      await tx.query(
        `UPDATE refresh_tokens SET use_time = coalesce(use_time, $2), sealed_successor = $3, successor_expire_time = $4
         WHERE token_hash = $1`,
        [hash, now, next.sealed, expireTime],
      );
      await tx.query('DELETE FROM refresh_tokens WHERE family_id = $1 AND expire_time <= $2', [familyId, now]);
      await tx.query(
        'UPDATE session_families SET expire_time = $2, last_use_time = $3, address = $4 WHERE family_id = $1',
        [familyId, expireTime, now, client.address],
      );
      await insertToken(tx, familyId, { hash: next.hash, expireTime });
      return { ...owner, expireTime };
    });
  }

  /** Ends the family of any of its tokens. Does nothing when there is none. */
  async revokeByToken(hash: string, now: Date): Promise<void> {
    const ofToken = 'family_id = (SELECT family_id FROM refresh_tokens WHERE token_hash = $3)';
    await this.database.transaction((tx) => endSessions(tx, ofToken, [hash], now));
  }

  /** The account's active sessions, most recently used first. */
  async list(userId: string, now: Date): Promise<SessionSummary[]> {
    const rows = await this.database.many<SessionRow>(
      `SELECT family_id, create_time, last_use_time, expire_time, address, user_agent FROM session_families
       WHERE user_id = $1 AND revoke_time IS NULL AND expire_time > $2 ORDER BY last_use_time DESC, family_id LIMIT $3`,
      [userId, now, MOST_LISTED],
    );
    return rows.map(toSummary);
  }

  /** Throws not_found SESSION_NOT_FOUND unless it is a session of that account. */
  async end(userId: string, sessionId: string, now: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      const own = await tx.maybeOne('SELECT 1 FROM session_families WHERE family_id = $1 AND user_id = $2', [
        sessionId,
        userId,
      ]);
      if (!own) throw notFound('session', sessionId);
      await endSessions(tx, 'family_id = $3', [sessionId], now);
    });
  }

  async endOthers(userId: string, keepSessionId: string, now: Date): Promise<void> {
    const others = 'user_id = $3 AND family_id <> $4';
    await this.database.transaction((tx) => endSessions(tx, others, [userId, keepSessionId], now));
  }
}

const HAS_SECOND_FACTOR = `EXISTS (
  SELECT FROM second_factors s WHERE s.user_id = u.user_id AND s.confirm_time IS NOT NULL)`;

/** Locks the family first, in the same order as code that ends it; then none of its tokens can be exchanged. */
async function lockToken(tx: Transaction, hash: string): Promise<TokenRow | undefined> {
  return tx.maybeOne<TokenRow>(
    `SELECT f.family_id, f.user_id, u.roles, u.version, f.end_time, t.expire_time, t.use_time, f.revoke_time,
       t.sealed_successor, t.successor_expire_time, ${HAS_SECOND_FACTOR} AS has_second_factor
     FROM refresh_tokens t JOIN session_families f USING (family_id) JOIN users u USING (user_id)
     WHERE t.token_hash = $1 FOR UPDATE OF f, t`,
    [hash],
  );
}

const insertToken = (tx: Transaction, familyId: string, token: NewToken) =>
  tx.query('INSERT INTO refresh_tokens (token_hash, family_id, expire_time) VALUES ($1, $2, $3)', [
    token.hash,
    familyId,
    token.expireTime,
  ]);

interface SessionRow {
  family_id: string;
  create_time: Date;
  last_use_time: Date;
  expire_time: Date;
  address: string;
  user_agent: string;
}

const toSummary = (row: SessionRow): SessionSummary => ({
  sessionId: row.family_id,
  createTime: row.create_time,
  lastUseTime: row.last_use_time,
  expireTime: row.expire_time,
  address: row.address,
  userAgent: row.user_agent,
});
