// Deletes request ids and handled events that are too old for a repeat.
import type { Database } from './database.js';

const KEEP_DAYS = 7;
const BATCH = 1_000;

/**
 * Deletes stored request outcomes and handled-event records older than `keepDays` of real time, in small batches, so
 * that no lock is held for long. Safe to run in several replicas at once. Returns how many rows were deleted.
 */
export async function purgeRequests(database: Database, keepDays = KEEP_DAYS): Promise<number> {
  const requests = await purge(database, 'requests', 'create_time', keepDays);
  return requests + (await purge(database, 'handled_events', 'handle_time', KEEP_DAYS));
}

async function purge(database: Database, table: string, column: string, days: number): Promise<number> {
  let total = 0;
  for (;;) {
    const { rowCount } = await database.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM ${table} WHERE ${column} < now() - make_interval(days => $1) LIMIT $2 FOR UPDATE SKIP LOCKED))`,
      [days, BATCH],
    );
    total += rowCount;
    if (rowCount < BATCH) return total;
  }
}
