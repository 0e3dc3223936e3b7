// What is stored of a command's outcome, so that a repeat is answered alike: ids, states and times. The PIN, names and places stay
// in the trip alone, where they end with it; a repeat reads them there.
import type { Keeping, Transaction } from '@lastmile/postgres';
import type { CommitDecision } from './commit.core.js';
import { findTrip } from './trip-rows.repository.js';
import type { Trip } from './trip.types.js';

/** What changes after the commit, but for the words of a reason. */
const STATE = [
  'status',
  'dropoffTime',
  'dropoffOrder',
  'wrongPins',
  'endedBy',
  'acceptTime',
  'arriveTime',
  'boardTime',
  'endTime',
  'driverRating',
  'riderRating',
  'version',
] as const;

type Stored = Pick<Trip, 'tripId' | (typeof STATE)[number]>;
type Committed = Pick<CommitDecision, 'trips' | 'refused'>;
type StoredCommit = Pick<CommitDecision, 'refused'> & { readonly trips: readonly Stored[] };

export const oneTrip: Keeping<Trip> = {
  store: stateOf,
  restore: (tx, stored) => asItWas(tx, stored as Stored),
};

export const severalTrips: Keeping<Committed> = {
  store: ({ trips, refused }): StoredCommit => ({ trips: trips.map(stateOf), refused }),
  async restore(tx, stored) {
    const { trips, refused } = stored as StoredCommit;
    const restored: Trip[] = [];
    for (const trip of trips) restored.push(await asItWas(tx, trip));
    return { trips: restored, refused };
  },
};

function stateOf(trip: Trip): Stored {
  return { tripId: trip.tripId, ...pick(trip) };
}

/** The trip in the state that was answered the first time. */
async function asItWas(tx: Transaction, stored: Stored): Promise<Trip> {
  const trip = await findTrip(tx, stored.tripId);
  if (!trip) throw new Error('the trip of a stored outcome is gone');
  return { ...trip, ...pick(stored) };
}

/** Each named, also when it is absent: what the trip has by now must not show. */
const pick = (from: Stored): Pick<Trip, (typeof STATE)[number]> =>
  Object.fromEntries(STATE.map((name) => [name, from[name]])) as Pick<Trip, (typeof STATE)[number]>;
