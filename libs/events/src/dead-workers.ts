// Gives back the jobs of workers that died without a word (SIGKILL, power, out of memory).
//
// graphile-worker itself waits four hours. Here every worker pool holds a session-level advisory lock named after its id
// for as long as its connection lives, so the database knows at once who is gone. A pool is declared dead when its lock is
// missing on two looks in a row: a live one whose connection broke takes its lock again in between. Whoever vanished without
// closing its connections (a machine that lost its power) is found out by PostgreSQL's TCP keepalive, which the roles set. (A heartbeat table was
// the alternative: slower to notice, a write every few seconds, and a frozen process would lose its jobs to a second one.)
import type { PoolClient } from 'pg';
import type { Queries } from '@lastmile/postgres';

/** First half of the advisory lock's name; the second is the hash of the pool's id. */
const LOCK_CLASS = 4_207_120;

/**
 * Call now and then on the session that a pool listens with. Takes the lock unless this session has it; does not wait for
 * one that a lost session of the same pool still has, since notifications wait for the query. The lock goes with the session.
 */
export async function declareAlive(session: Pick<PoolClient, 'query'>, poolId: string): Promise<void> {
  await session.query(
    `SELECT pg_try_advisory_lock($1, hashtext($2)) WHERE NOT EXISTS (
       SELECT FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid() AND classid = $1)`,
    [LOCK_CLASS, poolId],
  );
}

export class DeadWorkers {
  private suspects = new Set<string>();

  constructor(private readonly queries: Queries) {}

  /**
   * One look; two looks must lie at least a second apart. Frees the jobs and queues of pools that were missing on this
   * look and the one before, of all services. Safe in many processes at once. Returns how many pools were dead.
   */
  async bury(): Promise<number> {
    const missing = await this.queries.many<{ id: string }>(
      `SELECT locked_by AS id FROM (
         SELECT locked_by FROM events._private_jobs WHERE locked_by IS NOT NULL
         UNION SELECT locked_by FROM events._private_job_queues WHERE locked_by IS NOT NULL) AS workers
       WHERE NOT EXISTS (
         SELECT FROM pg_locks
         WHERE locktype = 'advisory' AND granted AND classid = $1
           AND objid = (hashtext(locked_by)::bigint & 4294967295)::oid
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`,
      [LOCK_CLASS],
    );
    const dead = missing.map(({ id }) => id).filter((id) => this.suspects.has(id));
    this.suspects = new Set(missing.map(({ id }) => id));
    if (dead.length > 0) await this.queries.query('SELECT FROM events.force_unlock_workers($1)', [dead]);
    return dead.length;
  }
}
