// Commands that need more than one transaction: what is called in between must not be called inside one, since it would hold
// its locks and its connection meanwhile, and would be called again with every attempt of the transaction.
//
// The first transaction claims the request id, writes down what is to be done, and returns `unfinished`. A later one does
// what is left and stores the answer (`storeAnswer`), or takes the claim back (`forgetRequest`) after a refusal, so that a
// retry really retries. A repeat of the request gets `unfinished` in between, and goes on.
import type { Keeping } from './keeping.js';
import type { RequestKey } from './request-key.js';
import superjson from 'superjson';
import type { Transaction } from './transaction.js';

const UNFINISHED = Symbol('unfinished');

export type Unfinished = typeof UNFINISHED;

/** Return this from `Database.once` to commit what was written and leave the answer to a later transaction. */
export const unfinished: Unfinished = UNFINISHED;

/**
 * The answer of a request that was left unfinished. The first one stays: returns whether it was this.
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

/** Takes back the claim of a request that was left unfinished: asked again, it starts anew. An answer stays. */
export async function forgetRequest(tx: Transaction, key: RequestKey): Promise<void> {
  await tx.query('DELETE FROM requests WHERE caller_id = $1 AND request_id = $2 AND command = $3 AND outcome IS NULL', [
    key.callerId,
    key.requestId,
    key.command,
  ]);
}
