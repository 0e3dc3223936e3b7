// Commands that need more than one transaction: other services must not be called inside a transaction, because it
// would keep its locks and its connection meanwhile, and would repeat the call with each of its attempts.
//
// The first transaction claims the request id, stores what has to be done, and returns `unfinished`. A later one
// completes the work and stores the answer (`storeAnswer`), or deletes the claim (`forgetRequest`) after a refusal, so
// that a retry runs again. A repeat of the request in between gets `unfinished`, and continues the work.
import type { Keeping } from './keeping.js';
import type { RequestKey } from './request-key.js';
import superjson from 'superjson';
import type { Transaction } from './transaction.js';

const UNFINISHED = Symbol('unfinished');

export type Unfinished = typeof UNFINISHED;

/** Return this from `Database.once` to commit the changes and leave the answer to a later transaction. */
export const unfinished: Unfinished = UNFINISHED;

/**
 * Stores the answer of an unfinished request. The first answer is kept: returns whether this was the first.
 *
 * @param keeping the same as for `once`
 */
export async function storeAnswer<T>(
  tx: Transaction,
  key: RequestKey,
  result: T,
  keeping?: Keeping<T>,
): Promise<boolean> {
  const kept = keeping ? keeping.store(result) : result;
  const { rowCount } = await tx.query(
    `UPDATE requests SET outcome = $4
     WHERE caller_id = $1 AND request_id = $2 AND command = $3 AND outcome IS NULL`,
    [key.callerId, key.requestId, key.command, JSON.stringify({ result: superjson.serialize(kept) })],
  );
  return rowCount === 1;
}

/** Deletes the claim of an unfinished request, so that a retry starts again. A stored answer is kept. */
export async function forgetRequest(tx: Transaction, key: RequestKey): Promise<void> {
  await tx.query('DELETE FROM requests WHERE caller_id = $1 AND request_id = $2 AND command = $3 AND outcome IS NULL', [
    key.callerId,
    key.requestId,
    key.command,
  ]);
}
