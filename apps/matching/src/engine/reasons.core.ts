// Why a rider is left behind: the limit that came closest to being kept.
import { MAY_BOARD, SLACK_SECONDS, type Car } from './car.core.js';
import type { UnservedRider } from './engine.types.js';
import { LIMITS, limitCode } from './limit.core.js';
import type { Route } from './route.core.js';

/**
 * `outranked` when some car could have taken the rider before anybody joined it; else the last limit in LIMITS over all
 * cars, and the first driver with that limit. O(cars × stops²).
 */
export function reasonFor(rider: number, id: string, routes: readonly Route[]): UnservedRider {
  let [furthest, driver] = [-1, undefined as string | undefined];
  for (const { car } of routes) {
    const limit = limitAt(car, rider);
    if (limit === undefined) return { id, reason: 'outranked', driver: car.driver.id };
    if (limit > furthest) [furthest, driver] = [limit, car.driver.id];
  }
  const reason = LIMITS[furthest];
  return reason === undefined ? { id, reason: 'no_driver', driver: undefined } : { id, reason, driver };
}

/** Code of the limit that keeps the rider out of the car when nobody else joins; undefined when there is none. */
function limitAt(car: Car, rider: number): number | undefined {
  const boarding = car.limits[rider] as number;
  if (boarding !== MAY_BOARD) return boarding;
  const depart = Math.max(car.depart, car.pickup[rider] as number);
  let furthest = 0;
  for (let position = 0; position < car.alone.length; position++) {
    const { arrivals, end, isOnTime } = car.drive(car.alone.toSpliced(position, 0, rider), depart);
    if (isOnTime && end <= car.latestEnd + SLACK_SECONDS) return undefined;
    const isTooLong = (arrivals[position] as number) > (car.latestDropoff[rider] as number) + SLACK_SECONDS;
    const limit = isTooLong ? 'ride_too_long' : isOnTime ? 'detour_too_long' : 'breaks_promise';
    furthest = Math.max(furthest, limitCode(limit));
  }
  return furthest;
}
