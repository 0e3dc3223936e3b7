// Reads the ledger as an administrator.
import { asAdmin } from './admin.js';

/** Trips completed so far. */
export async function countCompleted(adminUrl: string): Promise<number> {
  const [row] = await asAdmin<{ count: string }>(
    adminUrl,
    `SELECT count(*) FROM trip.trips WHERE status = 'completed'`,
  );
  return Number(row?.count);
}
