// Where in the whole database, the job queue included, something is still written about a person.
import { asAdmin } from './admin.js';

/** `schema.table: what was found` for each table with a row that holds any of the texts; rows are read as JSON, whole. */
export async function leftoversOf(adminUrl: string, texts: Readonly<Record<string, string>>): Promise<string[]> {
  const tables = await asAdmin<{ name: string; quoted: string }>(
    adminUrl,
    `SELECT table_schema || '.' || table_name AS name, format('%I.%I', table_schema, table_name) AS quoted FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  );
  // A search that looks nowhere finds nothing.
  if (tables.length < 40) throw new Error(`only ${tables.length} tables are there`);
  const words = Object.entries(texts);
  const search = tables.map(
    ({ quoted }, table) =>
      `SELECT ${table} AS table, word FROM ${quoted} AS row, unnest($1::text[]) WITH ORDINALITY AS needle (text, word)
       WHERE strpos(lower(to_jsonb(row)::text), lower(text)) > 0`,
  );
  const found = await asAdmin<{ table: number; word: number }>(
    adminUrl,
    `SELECT DISTINCT "table", word::int AS word FROM (${search.join(' UNION ALL ')}) AS found`,
    [words.map(([, text]) => text)],
  );
  return found.map(({ table, word }) => `${tables[table]!.name}: ${words[word - 1]![0]}`).sort();
}
