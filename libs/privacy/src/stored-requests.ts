// Data that every service stores besides its own tables: outcomes of requests, and jobs that have failed permanently.
import type { Database } from '@lastmile/postgres';

const HOUR_MS = 3_600_000;
const BATCH = 1_000;

/**
 * Deletes the person's requests, and other people's outcomes that mention the person. The latter are searched hour by
 * hour, because the contents of outcomes have no index.
 */
export async function eraseRequests(database: Database, userId: string): Promise<void> {
  for (;;) {
    const { rowCount } = await database.query(
      `DELETE FROM requests WHERE ctid = ANY (ARRAY(SELECT ctid FROM requests WHERE caller_id = $1 LIMIT ${BATCH}))`,
      [userId],
    );
    if (rowCount < BATCH) break;
  }
  const { oldest } = await database.one<{ oldest: Date | null }>('SELECT min(create_time) AS oldest FROM requests');
  if (!oldest) return;
  for (let from = oldest.getTime(); from <= Date.now() + HOUR_MS; from += HOUR_MS) {
    await database.query(
      `DELETE FROM requests WHERE create_time >= $2 AND create_time < $3 AND strpos(outcome::text, $1) > 0`,
      [userId, new Date(from), new Date(from + HOUR_MS)],
    );
  }
}

/** Deletes this service's permanently failed jobs: older than a time, or those that mention a person. */
export async function forgetDeadJobs(
  database: Database,
  { before, containing }: { before?: Date; containing?: string },
): Promise<void> {
  await database.query('SELECT queue.forget_dead_jobs($1, $2)', [before ?? null, containing ?? null]);
}
