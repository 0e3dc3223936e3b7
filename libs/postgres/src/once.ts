// Idempotent commands: the request id is claimed, the work done and the outcome stored in one transaction.
import { createHash } from 'node:crypto';
import { DomainError, type ErrorKind } from '@lastmile/errors';
import superjson from 'superjson';
import { canonicalJson } from './canonical-json.js';
import type { Keeping } from './keeping.js';
import type { Queries } from './queries.js';
import type { RequestKey } from './request-key.js';
import { violates } from './postgres-error.js';
import { Refusal, refuse } from './refusal.js';
import type { Transaction } from './transaction.js';
import { unfinished } from './unfinished.js';

/** Gets notified of commands: inside the transaction of a new one, or after a repeat that changes nothing. */
export interface OnceObserver {
  done(tx: Transaction): Promise<void>;
  repeated(): void;
}

type Outcome =
  | { result: ReturnType<typeof superjson.serialize> }
  | { refused: { kind: ErrorKind; reason: string; message: string; metadata: Record<string, string> } };

/** See `Database.once`, which opens the transaction. */
export async function once<T>(
  tx: Transaction,
  key: RequestKey,
  body: unknown,
  fn: (tx: Transaction) => Promise<T>,
  keeping?: Keeping<Exclude<T, Refusal>>,
  observer?: OnceObserver,
): Promise<T | Refusal> {
  const id = [key.callerId, key.requestId, key.command];
  const bodyHash = hashOf(body);
  // A concurrent duplicate waits here until the first commits (no row is inserted) or rolls back (our row is inserted).
  const claim = await tx
    .query(
      `INSERT INTO requests (caller_id, request_id, command, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [...id, bodyHash],
    )
    .catch((error: unknown) => {
      throw violates(error, 'requests_of_nobody_erased') ? accountErased() : error;
    });
  if (claim.rowCount === 0) {
    observer?.repeated();
    return replay(tx, await tx.one<Stored>(STORED, id), bodyHash, keeping);
  }
  const result = await fn(tx);
  if (!(result instanceof Refusal)) await observer?.done(tx);
  if (result === unfinished) return result;
  const outcome = result instanceof Refusal ? stored(result.error) : kept(result as Exclude<T, Refusal>, keeping);
  await tx.query(`UPDATE requests SET outcome = $4 WHERE caller_id = $1 AND request_id = $2 AND command = $3`, [
    ...id,
    JSON.stringify(outcome),
  ]);
  return result;
}

/** See `Database.answerOf`. */
export async function answerOf<T>(
  queries: Queries,
  key: RequestKey,
  body: unknown,
  keeping?: Keeping<Exclude<T, Refusal>>,
): Promise<{ answer: T | Refusal } | undefined> {
  const id = [key.callerId, key.requestId, key.command];
  const row = await queries.maybeOne<Stored>(STORED, id);
  return row && { answer: await replay(queries, row, hashOf(body), keeping) };
}

interface Stored {
  body_hash: string;
  /** Null while the request is unfinished. */
  outcome: Outcome | null;
}
const STORED = `SELECT body_hash, outcome FROM requests WHERE caller_id = $1 AND request_id = $2 AND command = $3`;

async function replay<T>(
  queries: Queries,
  row: Stored,
  bodyHash: string,
  keeping?: Keeping<Exclude<T, Refusal>>,
): Promise<T | Refusal> {
  const result = read<T>(row, bodyHash);
  return keeping && result !== unfinished && !(result instanceof Refusal) ? keeping.restore(queries, result) : result;
}

/** No command of a person with an erased account takes effect, even while their token is still valid. */
const accountErased = (): DomainError => new DomainError('unauthenticated', 'ACCOUNT_ERASED', 'the account was erased');

const kept = <T>(result: T, keeping?: Keeping<T>): Outcome => ({
  result: superjson.serialize(keeping ? keeping.store(result) : result),
});

function read<T>({ body_hash: known, outcome }: Stored, bodyHash: string): T | Refusal {
  if (known !== bodyHash) {
    throw new DomainError('already_exists', 'REQUEST_ID_REUSED', 'this request id was used for another request');
  }
  if (outcome === null) return unfinished as T;
  if ('result' in outcome) return superjson.deserialize<T>(outcome.result);
  const { kind, reason, message, metadata } = outcome.refused;
  return refuse(new DomainError(kind, reason, message, metadata));
}

const hashOf = (body: unknown): string => createHash('sha256').update(canonicalJson(body)).digest('hex');

const stored = ({ kind, reason, message, metadata }: DomainError): Outcome => ({
  refused: { kind, reason, message, metadata },
});
