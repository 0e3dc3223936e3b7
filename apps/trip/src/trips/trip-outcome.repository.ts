// What is stored of a command's result to answer a repeat in the same way: ids, states and times. The PIN, names and
// places are stored in the trip only and are erased with it; a repeat reads them from there.
import { keepingState, type Keeping } from '@lastmile/postgres';
import type { CommitDecision } from './commit.core.js';
import { findTrip } from './trip-rows.repository.js';
import type { Trip } from '../trip.types.js';

/** The fields that change after the commit, except the text of a reason. */
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

type Committed = Pick<CommitDecision, 'trips' | 'refused'>;
type StoredCommit = Pick<CommitDecision, 'refused'> & { readonly trips: readonly unknown[] };

export const oneTrip: Keeping<Trip> = keepingState('tripId', STATE, async (queries, tripId) => {
  const trip = await findTrip(queries, tripId);
  if (!trip) throw new Error('the trip of a stored outcome is gone');
  return trip;
});

export const severalTrips: Keeping<Committed> = {
  store: ({ trips, refused }): StoredCommit => ({ trips: trips.map((trip) => oneTrip.store(trip)), refused }),
  async restore(queries, stored) {
    const { trips, refused } = stored as StoredCommit;
    const restored: Trip[] = [];
    for (const trip of trips) restored.push(await oneTrip.restore(queries, trip));
    return { trips: restored, refused };
  },
};
