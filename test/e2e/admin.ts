// The database as its administrator sees it, for audits and outages.
import pg from 'pg';

/** Runs one statement on a connection of its own. */
export async function asAdmin<Row extends pg.QueryResultRow>(
  adminUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
