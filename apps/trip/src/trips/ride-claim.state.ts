// What a ride's claim becomes, as pure functions. Invariants: excluded drivers only grow; a closed ride never opens again and
// has no live trip.
import { endsRide, type Change } from './trip.state.js';
import type { RideClaim, Trip } from '../trip.types.js';

/** What a trip's change means for its ride: it waits again, without that driver, or it is over. Undefined: it goes on. */
export function outcomeForRide({ before, trip, reopensRide }: Change): 'waits' | 'over' | undefined {
  if (trip.status === before.status) return undefined;
  if (reopensRide) return 'waits';
  return endsRide(trip) ? 'over' : undefined;
}

/** `settled` before; `kept` open by its live trip; or `closes` now, ending that trip when there is one. */
export type Closing =
  | { readonly outcome: 'settled' }
  | { readonly outcome: 'kept'; readonly trip: Trip }
  | { readonly outcome: 'closes'; readonly change: Change | undefined };

/** Closes a ride for good. `onlyIfIdle` leaves one with a live trip alone. Throws what `end` throws. */
export function decideClosing(
  claim: Pick<RideClaim, 'closed'> | undefined,
  live: Trip | undefined,
  onlyIfIdle: boolean,
  end: (trip: Trip) => Change,
): Closing {
  if (claim?.closed) return { outcome: 'settled' };
  if (live && onlyIfIdle) return { outcome: 'kept', trip: live };
  return { outcome: 'closes', change: live && end(live) };
}
