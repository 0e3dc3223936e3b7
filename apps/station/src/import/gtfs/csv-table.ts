/** Reads one CSV file of a feed as a stream of typed records; errors name the line and the field. */
import { pipeline } from 'node:stream/promises';
import { Transform, Writable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { FeedError } from './feed.error.js';
import { openChecked } from './feed-source.js';
import type { FeedSource } from './feed-source.types.js';
import { Row } from './row.js';

/**
 * Calls `onRow` for every record, in file order, and returns the number of records. The header must contain the
 * `required` columns; other columns may be missing and are then read as blank. The row object is reused, so copy values
 * out of it. Tolerates what real feeds contain: a BOM, CRLF, quotes, blank lines, no final newline, short and long
 * records.
 */
export async function readTable(
  source: FeedSource,
  file: string,
  required: readonly string[],
  onRow: (row: Row) => void,
): Promise<number> {
  let row: Row | undefined;
  let rows = 0;
  // Records are handled inside the parser: passing a million small objects through an object stream costs twice as
  // much.
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: 1024 * 1024,
    on_record: (record: string[], { lines }) => {
      if (!row) row = new Row(file, readHeader(file, record, lines, required));
      else {
        row.record = record;
        row.line = lines;
        rows++;
        onRow(row);
      }
      return undefined;
    },
  });
  let reported = 0;
  const report = (bytes: number) => {
    source.onRead?.(file, bytes, rows - reported);
    reported = rows;
  };
  const sink = new Writable({ objectMode: true, write: (_record, _encoding, done) => done() });
  try {
    await pipeline(await openChecked(source, file), passing(report), parser, sink);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? error['lines'] : undefined;
    throw new FeedError({ file, line }, `is not well-formed CSV: ${error.message}`, { cause: error });
  }
  report(0);
  if (!row) throw new FeedError({ file }, 'is empty: it has no header line');
  return rows;
}

/** Like {@link readTable}, but returns 0 when the feed does not have the file. */
export async function readOptionalTable(
  source: FeedSource,
  file: string,
  required: readonly string[],
  onRow: (row: Row) => void,
): Promise<number> {
  return source.files.has(file) ? readTable(source, file, required, onRow) : 0;
}

function readHeader(file: string, record: string[], line: number, required: readonly string[]): Map<string, number> {
  const columns = new Map<string, number>();
  record.forEach((cell, index) => {
    const name = cell.trim();
    if (name === '') return;
    if (columns.has(name)) throw new FeedError({ file, line, field: name }, 'the header names this column twice');
    columns.set(name, index);
  });
  for (const name of required) {
    if (!columns.has(name)) throw new FeedError({ file, line, field: name }, 'the header lacks this required column');
  }
  return columns;
}

function passing(onBytes: (bytes: number) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
}
