// One transaction, or one statement, as it was recorded, through bare `pg`.
import type pg from 'pg';
import type { RecordedUnit } from './recording.js';

export async function runUnit(pool: pg.Pool, { statements }: RecordedUnit): Promise<void> {
  const client = await pool.connect();
  try {
    for (const { name, text, values } of statements) await client.query({ name, text, values: [...values] });
    client.release();
  } catch (error) {
    client.release(true); // rolls back
    throw error;
  }
}
