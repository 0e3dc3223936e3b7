// Can this rider join this car, at what drop-off, at what price? If not: which limit is in the way?
import { timing, type Car, type Stop, type Travel } from './car.core.js';
import type { RideInput, UnservedReason } from './plan.types.js';

export type Limit = Exclude<UnservedReason, 'outranked'>;

export interface Insertion {
  /** The car with the rider in it. */
  readonly car: Car;
  readonly pickupMs: number;
  readonly dropoffMs: number;
  /** How much later the car reaches its destination. */
  readonly addedMs: number;
}

/** From "this car is nothing for you" to "it nearly worked": a ride's reason is the last of these over all cars. */
const PROGRESS: readonly Limit[] = [
  'drivers_excluded',
  'no_driver',
  'wait_too_long',
  'no_wheelchair_place',
  'no_seat',
  'breaks_promise',
  'ride_too_long',
  'detour_too_long',
];

/** The limit that came closest to being kept; `no_driver` when there is none at all. */
export const nearest = (limits: readonly Limit[]): Limit =>
  limits.reduce<Limit | undefined>(
    (best, limit) => (best === undefined || PROGRESS.indexOf(limit) > PROGRESS.indexOf(best) ? limit : best),
    undefined,
  ) ?? 'no_driver';

/** The cheapest feasible drop-off position, the earliest among equals, or the limit in the way. O(stops²). */
export function bestInsertion(
  car: Car,
  ride: RideInput,
  nowMs: number,
  maxHoldMs: number,
  travel: Travel,
): Insertion | Limit {
  const boarded = board(car, ride, nowMs, maxHoldMs);
  if (typeof boarded === 'string') return boarded;
  const { pickupMs, departMs } = boarded;
  const before = timing(car, travel);
  if (before.late) return 'breaks_promise';

  const latestMs = pickupMs + ride.maxRideSeconds * 1000;
  const dropoff = { rideId: ride.rideId, tripId: undefined };
  const stop: Stop = { position: ride.destination, latestMs, leaveMs: -Infinity, dropoff };
  const limits: Limit[] = [];
  let best: Insertion | undefined;
  // Never after the last stop: that is the driver's own destination.
  for (let position = 0; position < car.stops.length; position++) {
    const stops = car.stops.toSpliced(position, 0, stop);
    const { arriveMs, endMs, late } = timing(car, travel, departMs, stops);
    if (late) limits.push(late === stop ? 'ride_too_long' : 'breaks_promise');
    else if (endMs - car.straightEndMs > car.input.detourBudgetSeconds * 1000) limits.push('detour_too_long');
    else if (best === undefined || endMs - before.endMs < best.addedMs) {
      const joined = { ...car, departMs, stops, ...seatsAfter(car, ride) };
      best = { car: joined, pickupMs, dropoffMs: arriveMs[position] as number, addedMs: endMs - before.endMs };
    }
  }
  return best ?? nearest(limits);
}

/** When the rider gets in and the car drives on, or why they cannot. */
function board(car: Car, ride: RideInput, nowMs: number, maxHoldMs: number) {
  const pickupMs = Math.max(car.arriveMs, nowMs, ride.readyTime.getTime());
  const departMs = Math.max(car.departMs, pickupMs);
  // A car that stands here longer anyway, for a promised rider or because it has not left yet, may be boarded until then.
  const lastDepartMs = Math.max(car.departMs, car.arriveMs + maxHoldMs);
  if (ride.excludedDriverIds.includes(car.input.driverId)) return 'drivers_excluded';
  if (departMs > lastDepartMs) return 'no_driver';
  if (pickupMs > ride.latestPickupTime.getTime()) return 'wait_too_long';
  if (ride.wheelchair && car.freeWheelchairPlaces < 1) return 'no_wheelchair_place';
  if (ride.partySize > car.freeSeats) return 'no_seat';
  return { pickupMs, departMs };
}

const seatsAfter = (car: Car, ride: RideInput) => ({
  freeSeats: car.freeSeats - ride.partySize,
  freeWheelchairPlaces: car.freeWheelchairPlaces - (ride.wheelchair ? 1 : 0),
});
