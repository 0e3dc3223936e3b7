// Releases the jobs of workers that died without releasing them (SIGKILL, power loss, out of memory).
//
// graphile-worker itself waits four hours. Here every worker pool gives its listening session its own name, so the
// database shows immediately which pools are gone. A pool counts as dead when its session is missing in two checks in a
// row: a live pool whose connection broke reconnects in between. If a machine disappears without closing its
// connections (power loss), PostgreSQL's TCP keepalive detects it; the roles set its intervals. Rejected: a heartbeat
// table, which is slower, writes every few seconds, and lets a second process take the jobs of a frozen one; and an
// advisory lock, since any role can take the lock with any number, and so make a dead worker look alive or a live one
// dead.
import type { PoolClient } from 'pg';
import type { Queries } from '@lastmile/postgres';

/** Call regularly on the session that a pool listens with. The name ends with the session. */
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
   * Checks once; two checks must be at least one second apart. Releases the jobs and queues of this service's pools
   * that were missing in this check and the previous one. Safe in many processes at once. Returns how many pools were
   * dead.
   */
  async freeJobs(): Promise<number> {
    const missing = await this.queries.many<{ id: string }>('SELECT id FROM queue.missing_workers() AS id');
    const dead = missing.map(({ id }) => id).filter((id) => this.suspects.has(id));
    this.suspects = new Set(missing.map(({ id }) => id));
    if (dead.length > 0) await this.queries.query('SELECT queue.free_workers($1)', [dead]);
    return dead.length;
  }
}
