// Turns "at least once" into "exactly once" for handlers whose effects are all in one transaction.
import type { Transaction } from '@lastmile/postgres';
import type { EventEnvelope } from './event.js';

/**
 * Runs `fn` unless this handler has already handled the event; this is recorded in the same transaction. Returns
 * whether it ran. A concurrent duplicate waits for the first. Records are kept for seven days.
 *
 * @param handler distinguishes handlers of one service that listen to the same event
 */
export async function handleOnce(
  tx: Transaction,
  event: Pick<EventEnvelope, 'id'>,
  handler: string,
  fn: () => Promise<unknown>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'INSERT INTO handled_events (event_id, handler) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [event.id, handler],
  );
  if (rowCount === 0) return false;
  await fn();
  return true;
}
