// Turns "at least once" into "once" for handlers whose whole effect is one transaction.
import type { Transaction } from '@lastmile/postgres';
import type { EventEnvelope } from './event.js';

/**
 * Runs `fn` unless this handler has seen the event already; the mark commits with what `fn` writes. Returns whether it
 * ran. A concurrent duplicate waits for the first. Marks are kept for seven days.
 *
 * @param handler tells handlers of one service apart when several hear the same event
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
