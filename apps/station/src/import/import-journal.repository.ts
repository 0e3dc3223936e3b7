/**
 * One row per import, written outside of the import's own transaction, so that a failure stays recorded after the
 * rollback.
 */
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import type { ImportFailure, ImportProgress, ImportRecord } from './import.types.js';

/** An import whose process has not written for this long counts as failed. */
const LOST_AFTER = '30 seconds';
const KEPT = '30 days';
const IS_LOST = `end_time IS NULL AND alive_time < now() - interval '${LOST_AFTER}'`;

interface Row {
  import_id: string;
  phase: string;
  bytes_done: number;
  bytes_total: number;
  rows_done: number;
  start_time: Date;
  end_time: Date | null;
  feed_id: string | null;
  changed: boolean | null;
  failure: ImportFailure | null;
  is_lost: boolean;
}

@Injectable()
export class ImportJournalRepository {
  constructor(private readonly database: Database) {}

  /** Starts a record, and deletes old ones. False while an import with that id is running. */
  async begin(importId: string): Promise<boolean> {
    await this.database.query(
      `DELETE FROM imports
       WHERE start_time < now() - interval '${KEPT}' OR import_id = $1 AND (end_time IS NOT NULL OR ${IS_LOST})`,
      [importId],
    );
    const { rowCount } = await this.database.query(
      `INSERT INTO imports (import_id) VALUES ($1) ON CONFLICT (import_id) DO NOTHING`,
      [importId],
    );
    return rowCount === 1;
  }

  /** Stores the progress and the time of writing, which shows that the process is alive. */
  async update(importId: string, { phase, bytesDone, bytesTotal, rowsDone }: ImportProgress): Promise<void> {
    await this.database.query(
      `UPDATE imports SET phase = $2, bytes_done = $3, bytes_total = $4, rows_done = $5, alive_time = now()
       WHERE import_id = $1 AND end_time IS NULL`,
      [importId, phase, bytesDone, bytesTotal, rowsDone],
    );
  }

  async end(importId: string, result: { feedId: string; changed: boolean } | ImportFailure): Promise<void> {
    const [done, failure] = 'reason' in result ? [undefined, result] : [result, undefined];
    await this.database.query(
      `UPDATE imports SET end_time = now(), feed_id = $2, changed = $3, failure = $4
       WHERE import_id = $1 AND end_time IS NULL`,
      [importId, done?.feedId ?? null, done?.changed ?? null, failure ? JSON.stringify(failure) : null],
    );
  }

  /** An import whose process has died is shown as failed. */
  async find(importId: string): Promise<ImportRecord | undefined> {
    const row = await this.database.maybeOne<Row & Record<string, unknown>>(
      `SELECT *, ${IS_LOST} AS is_lost FROM imports WHERE import_id = $1`,
      [importId],
    );
    return row && recordOf(row);
  }
}

export const LOST: ImportFailure = {
  reason: 'IMPORT_LOST',
  message: 'the import broke off, nothing has changed; start it again',
  metadata: {},
};

function recordOf(row: Row): ImportRecord {
  const failure = row.failure ?? (row.is_lost ? LOST : undefined);
  const { phase, bytes_done: bytesDone, bytes_total: bytesTotal, rows_done: rowsDone } = row;
  return {
    importId: row.import_id,
    status: failure ? 'failed' : row.end_time ? 'done' : 'running',
    progress: { phase, bytesDone, bytesTotal, rowsDone },
    startTime: row.start_time,
    endTime: row.end_time ?? undefined,
    feedId: row.feed_id ?? undefined,
    changed: row.changed ?? undefined,
    failure,
  };
}
