// Reads the ledger as an administrator.
import pg from 'pg';

/** Trips completed so far. */
export async function countCompleted(adminUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) FROM trip.trips WHERE status = 'completed'`,
    );
    return Number(rows[0]?.count);
  } finally {
    await client.end();
  }
}
