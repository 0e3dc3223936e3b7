// What may be untrue for a moment, since services follow each other by events, but not for long.
import { setTimeout as sleep } from 'node:timers/promises';
import { asAdmin } from '../e2e/admin.js';
import { misled } from '../e2e/conflict-audit.js';

const CHECKS: Record<string, (adminUrl: string) => Promise<unknown[]>> = {
  'a ride that its rider sees otherwise than the ledger': misled,
  'an event that failed and waits to be tried again': (adminUrl) =>
    asAdmin(
      adminUrl,
      `SELECT j.id, identifier FROM events._private_jobs j JOIN events._private_tasks t ON t.id = task_id
       WHERE last_error IS NOT NULL AND attempts < max_attempts`,
    ),
  'work that is due and not done': (adminUrl) =>
    asAdmin(adminUrl, 'SELECT id FROM events._private_jobs WHERE run_at < now() AND attempts < max_attempts'),
  'a completed trip that its rider was not told about': (adminUrl) =>
    asAdmin(
      adminUrl,
      `SELECT trip_id FROM trip.trips t WHERE status = 'completed' AND NOT EXISTS (
         SELECT FROM notification.notifications n
         WHERE n.user_id = t.rider_id AND n.kind = 'trip.completed' AND n.data ->> 'trip_id' = t.trip_id::text)`,
    ),
};

/** Looks until everything that was untrue at the first look has become true; returns what has not, a line each. */
export async function lingering(adminUrl: string, patienceSeconds: number): Promise<string[]> {
  const deadline = Date.now() + patienceSeconds * 1_000;
  let left = await look(adminUrl);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(250);
    const now = new Set(await look(adminUrl));
    left = left.filter((line) => now.has(line));
  }
  return left;
}

async function look(adminUrl: string): Promise<string[]> {
  const found: string[] = [];
  for (const [what, check] of Object.entries(CHECKS)) {
    found.push(...(await check(adminUrl)).map((row) => `${what}: ${JSON.stringify(row)}`));
  }
  return found;
}
