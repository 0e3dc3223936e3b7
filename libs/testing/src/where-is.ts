// Searches for a text in every row of every table, in all schemas.
import type { TestDatabase } from './test-database.js';

/** The tables that contain `text`, such as `events._private_jobs`. For secrets that must not be stored anywhere. */
export async function whereIs(db: TestDatabase, text: string): Promise<string[]> {
  const tables = await db.admin<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await db.admin(`SELECT 1 FROM ${name} AS it WHERE strpos(it::text, $1) > 0 LIMIT 1`, [text]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}
