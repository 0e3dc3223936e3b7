// What one Match does to others: its outgoing calls and its SQL, as the recorder wrote them down.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Environment key: where the recorder writes. */
export const RECORD_DIRECTORY = 'BENCH_RECORD_DIRECTORY';

/** What the request ids of recorded Matches begin with; making the stations is not recorded. */
export const RECORDED = 'recorded-';

export interface Statement {
  /** Of a prepared one. */
  readonly name?: string;
  readonly text: string;
  /** As JSON: times are ISO text, which PostgreSQL reads alike. */
  readonly values: readonly unknown[];
}

export type Entry =
  | (Statement & {
      readonly kind: 'statement';
      readonly requestId: string;
      /** Process id of the backend. */
      readonly connection: number;
      readonly role: string;
    })
  | {
      readonly kind: 'call';
      readonly requestId: string;
      readonly path: string;
      /** Base64 of the message's bytes. */
      readonly request: string;
      readonly response: string;
    };

export interface RecordedCall {
  readonly path: string;
  readonly request: Buffer;
  readonly response: Buffer;
}

/** Statements that need one connection: a transaction from BEGIN to COMMIT, or one statement on its own. */
export interface RecordedUnit {
  /** The service's role, whose schema the statements mean. */
  readonly role: string;
  readonly statements: readonly Statement[];
}

export interface Recording {
  readonly calls: readonly RecordedCall[];
  readonly units: readonly RecordedUnit[];
}

/** By request id. */
export function readRecordings(directory: string): Map<string, Recording> {
  const entries = readdirSync(directory).flatMap((name) =>
    readFileSync(join(directory, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Entry),
  );
  const byRequest = Map.groupBy(entries, ({ requestId }) => requestId);
  return new Map([...byRequest].map(([requestId, mine]) => [requestId, recordingOf(mine)]));
}

function recordingOf(entries: readonly Entry[]): Recording {
  const calls = entries.flatMap((entry) =>
    entry.kind === 'call'
      ? [
          {
            path: entry.path,
            request: Buffer.from(entry.request, 'base64'),
            response: Buffer.from(entry.response, 'base64'),
          },
        ]
      : [],
  );
  return { calls, units: unitsOf(entries) };
}

function unitsOf(entries: readonly Entry[]): RecordedUnit[] {
  const units: { role: string; statements: Statement[] }[] = [];
  const open = new Map<number, (typeof units)[number]>();
  for (const entry of entries) {
    if (entry.kind !== 'statement') continue;
    const { connection, role, name, text, values } = entry;
    let unit = open.get(connection);
    if (!unit) units.push((unit = { role, statements: [] }));
    unit.statements.push({ name, text, values });
    if (text === 'BEGIN') open.set(connection, unit);
    if (text === 'COMMIT' || text === 'ROLLBACK') open.delete(connection);
  }
  return units;
}
