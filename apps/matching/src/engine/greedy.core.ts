// The simplest plan: one rider after the other, each into the car where they gain most points.
import { Timeline } from './insertion.core.js';
import { bestInsertion, inserted, type Insertion, type Needs, type Route } from './route.core.js';

/** Buffers for one route at a time. */
const timeline = new Timeline();

/** Adds riders to the routes in the given order; riders who fit nowhere are left out. O(riders × cars × stops). */
export function insertGreedily(routes: readonly Route[], riders: readonly number[], needs: Needs): Route[] {
  const result = [...routes];
  for (const rider of riders) {
    let [best, bestGain] = [-1, -Infinity];
    let bestInsert: Insertion | undefined;
    result.forEach((route, i) => {
      const insertion = bestInsertion(timeline, route, rider, needs);
      if (!insertion) return;
      const claim = route.riders.length === 0 ? route.car.claimPoints : 0;
      const gain = (route.car.points[rider] as number) - (insertion.end - route.end) + claim;
      if (gain > bestGain) [best, bestGain, bestInsert] = [i, gain, insertion];
    });
    if (bestInsert) result[best] = inserted(result[best] as Route, rider, bestInsert, needs);
  }
  return result;
}
