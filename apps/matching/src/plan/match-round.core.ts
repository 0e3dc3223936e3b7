// What one round of a Match does with a plan: the calling driver's commit, and why the other riders are not in its car.
import type {
  Commit,
  LiveTrip,
  MatchCommand,
  PlannedTrip,
  RefusalReason,
  Unserved,
  WaitingRide,
} from '../matching.types.js';
import type { Plan } from './plan.types.js';

/** The ledger takes at most as many in one commit as a car has seats. */
const MAX_TRIPS = 8;

/** The calling driver's part of a plan, or undefined when nobody joins. The request id is new for every round. */
export function commitOf(
  plan: Plan,
  { requestId, driverId, stationId }: MatchCommand,
  { rides, trips: promised }: { readonly rides: readonly WaitingRide[]; readonly trips: readonly LiveTrip[] },
  round: number,
): Commit | undefined {
  const car = plan.cars.find((each) => each.driverId === driverId);
  if (!car || car.joining.length === 0) return undefined;
  const trips = car.joining.slice(0, MAX_TRIPS).flatMap(({ rideId, ...times }): PlannedTrip[] => {
    const ride = rides.find((each) => each.rideId === rideId);
    return ride ? [{ ride, ...times }] : [];
  });
  const reordered = car.stops.flatMap(({ tripId, dropoffOrder, dropoffTime }) => {
    const trip = promised.find((each) => each.tripId === tripId);
    return trip ? [{ tripId: trip.tripId, dropoffOrder, dropoffTime: afterPickup(dropoffTime, trip) }] : [];
  });
  return { requestId: `${requestId}:${round}`, routeId: car.routeId, stationId, trips, reordered };
}

/**
 * The ledger moves drop-offs and not pickups, and wants them in this order: a car that comes earlier than it told may be
 * through before the pickup it had planned.
 */
const afterPickup = (dropoffTime: Date, { pickupTime }: LiveTrip): Date =>
  dropoffTime > pickupTime ? dropoffTime : new Date(pickupTime.getTime() + 1);

/** Every ride that the calling driver does not take, with the reason; rides that wait no more are left out. */
export function unservedBy(plan: Plan, driverId: string, refused: ReadonlyMap<string, RefusalReason>): Unserved[] {
  const elsewhere = plan.cars
    .filter((car) => car.driverId !== driverId)
    .flatMap((car) => car.joining.map(({ rideId }) => ({ rideId, driverId: car.driverId })));
  const byLedger = [...refused].flatMap(([rideId, reason]): Unserved[] => {
    if (reason === 'driver_excluded') return [{ rideId, reason: 'drivers_excluded', driverId: undefined }];
    if (reason === 'no_seats') return [{ rideId, reason: 'no_seat', driverId: undefined }];
    return [];
  });
  return [
    ...plan.unserved.map((each): Unserved => ({ ...each, driverId: undefined })),
    ...elsewhere.map((each): Unserved => ({ ...each, reason: 'better_with_another_driver' })),
    ...byLedger,
  ];
}
