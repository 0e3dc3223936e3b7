// What is stored of a ride command to answer a repeat in the same way: ids, states and times.
import { notFound } from '@lastmile/errors';
import { keepingState, type Queries } from '@lastmile/postgres';
import { toRide, type RideRow } from './ride.row.js';
import type { Ride } from '../rider.types.js';

/** What changes after the request. Drivers that were tried are others' and not stored. */
const STATE = ['status', 'trip', 'waitingReason', 'consideredTime', 'endTime', 'version'] as const;

export const keptRide = keepingState<Ride, 'rideId'>('rideId', STATE, async (queries, rideId) => {
  const ride = await findRide(queries, rideId);
  if (!ride) throw notFound('ride', rideId);
  return ride;
});

export async function findRide(queries: Queries, rideId: string): Promise<Ride | undefined> {
  const row = await queries.maybeOne<RideRow>('SELECT * FROM rides WHERE ride_id = $1', [rideId]);
  return row && toRide(row);
}
