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
      /** Path of the RPC that the service was answering. */
      readonly method: string;
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
      /** On the calling process's clock, in milliseconds. */
      readonly began: number;
      readonly ended: number;
    };

export interface RecordedCall {
  readonly path: string;
  readonly request: Buffer;
  readonly response: Buffer;
  /** Which of the caller's steps it belongs to: calls of one step were under way together. */
  readonly step: number;
}

/** Statements that need one connection: a transaction from BEGIN to COMMIT, or one statement on its own. */
export interface RecordedUnit {
  /** Path of the RPC that it is part of. */
  readonly method: string;
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
  return { calls: callsOf(entries), units: unitsOf(entries) };
}

function callsOf(entries: readonly Entry[]): RecordedCall[] {
  const calls = entries.filter((entry) => entry.kind === 'call').sort((a, b) => a.began - b.began);
  let step = 0;
  let firstEnd = Infinity;
  return calls.map(({ path, request, response, began, ended }) => {
    if (began >= firstEnd) {
      step++;
      firstEnd = Infinity;
    }
    firstEnd = Math.min(firstEnd, ended);
    return { path, request: Buffer.from(request, 'base64'), response: Buffer.from(response, 'base64'), step };
  });
}

function unitsOf(entries: readonly Entry[]): RecordedUnit[] {
  const units: { method: string; role: string; statements: Statement[] }[] = [];
  const open = new Map<number, (typeof units)[number]>();
  for (const entry of entries) {
    if (entry.kind !== 'statement') continue;
    const { method, connection, role, name, text, values } = entry;
    let unit = open.get(connection);
    if (!unit) units.push((unit = { method, role, statements: [] }));
    unit.statements.push({ name, text, values });
    if (text === 'BEGIN') open.set(connection, unit);
    if (text === 'COMMIT' || text === 'ROLLBACK') open.delete(connection);
  }
  return units;
}
