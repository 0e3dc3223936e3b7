// Revoked access tokens: of ended sessions and removed roles.
import { Injectable } from '@nestjs/common';
import { sessionRevoked } from '@lastmile/auth';
import { unauthenticated } from '@lastmile/errors';
import { Database, type Queries } from '@lastmile/postgres';
import type { Revocation, RevocationsSince, TokenClaims } from './revocation.types.js';

/**
 * Longer than any access token lives: ours for 15 minutes, Supabase's for an hour unless its project says otherwise.
 * Measured in real time, like tokens.
 */
export const REVOCATION_SECONDS = 65 * 60;
/** A row may become visible this long after its timestamp: longer than any transaction that writes one. */
const OVERLAP_SECONDS = 30;

interface RevocationRow {
  revocation_id: number;
  user_id: string;
  session_id: string | null;
  below_version: number;
  revoke_time: Date;
  expire_time: Date;
}

@Injectable()
export class RevocationRepository {
  constructor(private readonly database: Database) {}

  /** For a provider that stores sessions itself, so that both cannot be in one transaction. */
  async sessionEnded(userId: string, sessionId: string, now: Date): Promise<void> {
    await insert(this.database, userId, sessionId, 0, now);
  }

  /** Revokes every token of the account signed until now. */
  async allEnded(userId: string, now: Date): Promise<void> {
    await insert(this.database, userId, null, 0, now);
  }

  /** Throws unauthenticated when the token is revoked: SESSION_REVOKED or ACCOUNT_ERASED. */
  async check({ userId, sessionId, accountVersion, issueTime }: TokenClaims): Promise<void> {
    const revoked = await this.database.maybeOne(
      `SELECT 1 FROM revocations WHERE user_id = $1 AND (
         (session_id IS NOT NULL AND session_id::text = $2)
         OR (session_id IS NULL AND CASE WHEN $3::bigint IS NULL THEN $4 <= revoke_time ELSE $3 < below_version END))
       UNION ALL SELECT 1 WHERE NOT EXISTS (SELECT FROM users WHERE user_id = $1) LIMIT 1`,
      [userId, sessionId, accountVersion, issueTime],
    );
    if (!revoked) return;
    const { erased } = await this.database.one<{ erased: boolean }>('SELECT is_erased($1) AS erased', [userId]);
    throw erased ? unauthenticated('ACCOUNT_ERASED', 'the account was erased') : sessionRevoked();
  }

  /**
   * The time from which to read the list the next time. Must be read before the first page: the pages may miss what is
   * recorded while they are read.
   */
  async nextSinceTime(): Promise<Date> {
    const { next_since_time } = await this.database.one<{ next_since_time: Date }>(
      'SELECT clock_timestamp() - make_interval(secs => $1) AS next_since_time',
      [OVERLAP_SECONDS],
    );
    return next_since_time;
  }

  /**
   * Revocations recorded since `sinceTime` (default: all), after the one with the id `after`, that are not expired; at
   * most `limit` (default: all).
   */
  async since({ sinceTime, after, limit }: RevocationsSince, now: Date): Promise<Revocation[]> {
    const rows = await this.database.many<RevocationRow>(
      `SELECT * FROM revocations WHERE record_time >= $1 AND expire_time > $2 AND revocation_id > $3
       ORDER BY revocation_id LIMIT $4`,
      [sinceTime ?? new Date(0), now, after ?? 0, limit ?? null],
    );
    return rows.map(toRevocation);
  }
}

/** Ends sessions in the caller's transaction: `where` is a condition on session_families, its parameters begin at $3. */
export async function endSessions(tx: Queries, where: string, params: unknown[], now: Date): Promise<void> {
  await tx.query(
    `WITH ended AS (
       UPDATE session_families SET revoke_time = $1 WHERE revoke_time IS NULL AND ${where} RETURNING family_id, user_id)
     INSERT INTO revocations (user_id, session_id, revoke_time, expire_time) SELECT user_id, family_id, $1, $2 FROM ended`,
    [now, expiry(now), ...params],
  );
}

/** Must run in the transaction that removes roles: `version` is the account's version afterwards. */
export async function rolesLost(tx: Queries, userId: string, version: number, now: Date): Promise<void> {
  await insert(tx, userId, null, version, now);
}

/** Also deletes a few expired rows. */
async function insert(db: Queries, userId: string, sessionId: string | null, below: number, now: Date): Promise<void> {
  await db.query(
    `INSERT INTO revocations (user_id, session_id, below_version, revoke_time, expire_time) VALUES ($1, $2, $3, $4, $5)`,
    [userId, sessionId, below, now, expiry(now)],
  );
  await db.query(
    `DELETE FROM revocations WHERE revocation_id IN (
       SELECT revocation_id FROM revocations WHERE expire_time < $1 LIMIT 100 FOR UPDATE SKIP LOCKED)`,
    [now],
  );
}

const expiry = (now: Date): Date => new Date(now.getTime() + REVOCATION_SECONDS * 1000);

const toRevocation = (row: RevocationRow): Revocation => ({
  revocationId: row.revocation_id,
  userId: row.user_id,
  ...(row.session_id === null ? {} : { sessionId: row.session_id }),
  belowVersion: row.below_version,
  revokeTime: row.revoke_time,
  expireTime: row.expire_time,
});
