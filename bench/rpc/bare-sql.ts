// A bare `pg` client: the statements of recorded Matches, one Match after the other, and nothing between them.
import pg from 'pg';
import { answering } from './bare-process.js';
import { drive, type Run } from './load.js';
import type { RecordedUnit } from './recording.js';
import { runUnit } from './run-unit.js';

export interface StatementSequence {
  /** Database URL by role; asked for with the first question. */
  readonly urls: Readonly<Record<string, string>>;
  readonly poolMax: number;
  /** One sequence for each Match. */
  readonly matches: readonly (readonly RecordedUnit[])[];
  /** Sequences at a time. */
  readonly callers: number;
}

const pools = new Map<string, pg.Pool>();

answering(({ urls, poolMax, matches, callers }: StatementSequence): Promise<Run> => {
  for (const [role, connectionString] of Object.entries(urls)) {
    if (!pools.has(role)) pools.set(role, new pg.Pool({ connectionString, max: poolMax, idleTimeoutMillis: 0 }));
  }
  return drive({ callers, calls: matches.length }, async (_, index) => {
    for (const unit of matches[index] ?? []) await runUnit(pools.get(unit.role) as pg.Pool, unit);
  });
});
