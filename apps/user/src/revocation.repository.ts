// What made access tokens worthless before they expire: ended sessions and lost roles.
import { Injectable } from '@nestjs/common';
import { sessionRevoked } from '@lastmile/auth';
import { unauthenticated } from '@lastmile/errors';
import { Database, type Queries } from '@lastmile/postgres';
import type { Revocation, RevocationsSince, TokenClaims } from './revocation.types.js';

/**
 * For longer than any access token lives: ours for 15 minutes, Supabase's for an hour unless its project says otherwise.
 * Counted in wall time, as tokens are.
 */
export const REVOCATION_SECONDS = 65 * 60;
/** A row may become visible this long after the moment it bears: longer than any transaction that writes one. */
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

  /** For a provider that keeps sessions itself, so that nothing can be committed together. */
  async sessionEnded(userId: string, sessionId: string, now: Date): Promise<void> {
    await insert(this.database, userId, sessionId, 0, now);
  }

  /** Every token of the account signed until now, by whomever. */
  async allEnded(userId: string, now: Date): Promise<void> {
    await insert(this.database, userId, null, 0, now);
  }

  /** Throws unauthenticated when the token is worth nothing any more: SESSION_REVOKED, or ACCOUNT_ERASED. */
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
   * The moment from which to ask for the list after this one. To be asked before the first page: what is recorded while the pages
   * are read may be missed by them.
   */
  async nextSinceTime(): Promise<Date> {
    const { next_since_time } = await this.database.one<{ next_since_time: Date }>(
      'SELECT clock_timestamp() - make_interval(secs => $1) AS next_since_time',
      [OVERLAP_SECONDS],
    );
    return next_since_time;
  }

  /** Recorded since `sinceTime` (default: ever), after the one with the id `after`, and matters still; at most `limit` (default: all). */
  async since({ sinceTime, after, limit }: RevocationsSince, now: Date): Promise<Revocation[]> {
    const rows = await this.database.many<RevocationRow>(
      `SELECT * FROM revocations WHERE record_time >= $1 AND expire_time > $2 AND revocation_id > $3
       ORDER BY revocation_id LIMIT $4`,
      [sinceTime ?? new Date(0), now, after ?? 0, limit ?? null],
    );
    return rows.map(toRevocation);
  }
}

/** Ends sessions in a transaction of the caller's: `where` speaks of session_families, its parameters begin at $3. */
export async function endSessions(tx: Queries, where: string, params: unknown[], now: Date): Promise<void> {
  await tx.query(
    `WITH ended AS (
       UPDATE session_families SET revoke_time = $1 WHERE revoke_time IS NULL AND ${where} RETURNING family_id, user_id)
     INSERT INTO revocations (user_id, session_id, revoke_time, expire_time) SELECT user_id, family_id, $1, $2 FROM ended`,
    [now, expiry(now), ...params],
  );
}

/** In the transaction that takes roles away: `version` is the account's afterwards. */
export async function rolesLost(tx: Queries, userId: string, version: number, now: Date): Promise<void> {
  await insert(tx, userId, null, version, now);
}

/** Also drops a few that are over. */
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
