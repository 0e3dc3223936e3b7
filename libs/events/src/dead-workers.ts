// Frees the jobs of workers that have died and could not say so (SIGKILL, power, out of memory).
//
// graphile-worker itself waits four hours. Here every worker pool names the session that it listens with after itself, so the
// database knows at once who is gone. A pool is declared dead when its session is missing on two looks in a row: a live one
// whose connection broke has another again in between. Whoever vanished without closing its connections (a machine that lost
// its power) is found out by PostgreSQL's TCP keepalive, which the roles set. (A heartbeat table was an alternative: slower to
// notice, a write every few seconds, and a frozen process would lose its jobs to a second one. An advisory lock another: any role
// can take the lock of any number, and make a dead worker look alive or a live one dead.)
import type { PoolClient } from 'pg';
import type { Queries } from '@lastmile/postgres';

/** Call now and then on the session that a pool listens with. The name goes with the session. */
export async function declareAlive(session: Pick<PoolClient, 'query'>, service: string, poolId: string): Promise<void> {
  await session.query(
    `SELECT set_config('application_name', $1, false) WHERE current_setting('application_name') <> $1`,
    [`lastmile-${service} ${poolId}`],
  );
}

export class DeadWorkers {
  private suspects = new Set<string>();

  constructor(private readonly queries: Queries) {}

  /**
   * One look; two looks must lie at least a second apart. Frees the jobs and queues of this service's pools that were missing
   * on this look and the one before. Safe in many processes at once. Returns how many pools were dead.
   */
  async freeJobs(): Promise<number> {
    const missing = await this.queries.many<{ id: string }>('SELECT id FROM queue.missing_workers() AS id');
    const dead = missing.map(({ id }) => id).filter((id) => this.suspects.has(id));
    this.suspects = new Set(missing.map(({ id }) => id));
    if (dead.length > 0) await this.queries.query('SELECT queue.free_workers($1)', [dead]);
    return dead.length;
  }
}
