// How a ride's claim changes, as pure functions. Invariants: drivers are only added to the excluded ones; a closed ride
// never opens again and has no live trip.
import { endsRide, type Change } from './trip.state.js';
import type { RideClaim, Trip } from '../trip.types.js';

/**
 * What a trip's change means for its ride: it waits again without that driver, or it is over. Undefined: the ride
 * continues.
 */
export function outcomeForRide({ before, trip, reopensRide }: Change): 'waits' | 'over' | undefined {
  if (trip.status === before.status) return undefined;
  if (reopensRide) return 'waits';
  return endsRide(trip) ? 'over' : undefined;
}

/**
 * `settled`: it was closed before. `kept`: its live trip keeps it open. `closes`: it is closed now, and its live trip
 * is ended.
 */
export type Closing =
  | { readonly outcome: 'settled' }
  | { readonly outcome: 'kept'; readonly trip: Trip }
  | { readonly outcome: 'closes'; readonly change: Change | undefined };

/** Closes a ride permanently. With `onlyIfIdle`, a ride with a live trip stays unchanged. Throws what `end` throws. */
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
