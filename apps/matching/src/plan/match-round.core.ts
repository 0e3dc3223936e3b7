// The result of one round of a Match: the calling driver's commit, and why the other riders are not in that car.
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

/** The limit of the ledger for one commit, which is also the most seats of a car. */
const MAX_TRIPS = 8;

/** The calling driver's part of a plan, or undefined when nobody joins. Every round has its own request id. */
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
 * The ledger can move drop-offs but not pickups, and requires a drop-off after its pickup. If a car comes earlier than
 * expected, the new drop-off could be before the planned pickup.
 */
const afterPickup = (dropoffTime: Date, { pickupTime }: LiveTrip): Date =>
  dropoffTime > pickupTime ? dropoffTime : new Date(pickupTime.getTime() + 1);

/** Every ride that the calling driver does not take, with the reason. Rides that are not waiting any more are left out. */
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
