// Idempotent commands: the request id is claimed, the work done and the outcome stored in one transaction.
import { createHash } from 'node:crypto';
import { DomainError, type ErrorKind } from '@lastmile/errors';
import superjson from 'superjson';
import { canonicalJson } from './canonical-json.js';
import { Refusal, refuse } from './refusal.js';
import type { Transaction } from './transaction.js';

/** One command of one caller. The same request id may serve another command: a gateway passes one on to several. */
export interface RequestKey {
  /** The authenticated user or service; one caller can never see another's results. */
  readonly callerId: string;
  readonly requestId: string;
  /** Such as `ConfirmPickup`. */
  readonly command: string;
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
): Promise<T | Refusal> {
  const id = [key.callerId, key.requestId, key.command];
  const bodyHash = createHash('sha256').update(canonicalJson(body)).digest('hex');
  // A concurrent duplicate waits here until the first commits (no row inserted) or rolls back (ours is).
  const claim = await tx.query(
    `INSERT INTO requests (caller_id, request_id, command, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [...id, bodyHash],
  );
  if (claim.rowCount === 0) return replay<T>(tx, id, bodyHash);
  const result = await fn(tx);
  const outcome: Outcome = result instanceof Refusal ? stored(result.error) : { result: superjson.serialize(result) };
  await tx.query(`UPDATE requests SET outcome = $4 WHERE caller_id = $1 AND request_id = $2 AND command = $3`, [
    ...id,
    JSON.stringify(outcome),
  ]);
  return result;
}

async function replay<T>(tx: Transaction, id: string[], bodyHash: string): Promise<T | Refusal> {
  const row = await tx.one<{ body_hash: string; outcome: Outcome }>(
    `SELECT body_hash, outcome FROM requests WHERE caller_id = $1 AND request_id = $2 AND command = $3`,
    id,
  );
  if (row.body_hash !== bodyHash) {
    throw new DomainError('already_exists', 'REQUEST_ID_REUSED', 'this request id was used for another request');
  }
  if ('result' in row.outcome) return superjson.deserialize<T>(row.outcome.result);
  const { kind, reason, message, metadata } = row.outcome.refused;
  return refuse(new DomainError(kind, reason, message, metadata));
}

const stored = ({ kind, reason, message, metadata }: DomainError): Outcome => ({
  refused: { kind, reason, message, metadata },
});
