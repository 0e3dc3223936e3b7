// Why a rider stays behind, in the words of the limit that came closest to being kept.
import type { UnservedRider } from './engine.types.js';
import { Timeline } from './insertion.core.js';
import { LIMITS } from './limit.core.js';
import { bestInsertion, emptyRoute, type Needs, type Route } from './route.core.js';

/**
 * `outranked` when some car could have taken the rider before anybody joined it; else the furthest limit over all cars, and
 * the first driver whose it is. O(cars × stops).
 */
export function reasonFor(rider: number, id: string, routes: readonly Route[], needs: Needs): UnservedRider {
  const timeline = new Timeline();
  let [furthest, driver] = [-1, undefined as string | undefined];
  for (const { car } of routes) {
    const answer = bestInsertion(timeline, emptyRoute(car), rider, needs);
    if (typeof answer !== 'number') return { id, reason: 'outranked', driver: car.driver.id };
    if (answer > furthest) [furthest, driver] = [answer, car.driver.id];
  }
  return furthest < 0 ? { id, reason: 'no_driver', driver: undefined } : { id, reason: LIMITS[furthest]!, driver };
}
