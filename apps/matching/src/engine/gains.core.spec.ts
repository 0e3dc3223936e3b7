import fc from 'fast-check';
import { greedyRoutes } from '../../test/greedy-routes.js';
import { anyInstance } from '../../test/instances.js';
import { MAY_BOARD, SLACK_SECONDS, type Car } from './car.core.js';
import { Gains, withoutRider } from './gains.core.js';
import { routeOf, routePoints, type Needs, type Route } from './route.core.js';

/**
 * The points of the route with one more rider at the best position, found by driving every order completely; -Infinity
 * when there is none.
 */
function pointsWith(base: Route, rider: number, needs: Needs): number {
  const { car, riders, sequence } = base;
  if (car.limits[rider] !== MAY_BOARD || riders.includes(rider)) return -Infinity;
  let best = -Infinity;
  for (let position = 0; position < sequence.length; position++) {
    const stops = sequence.toSpliced(position, 0, rider);
    const depart = car.departWith(stops);
    const route = routeOf(car, { riders: [...riders, rider], sequence: stops, depart }, needs);
    if (Math.min(route.seats, route.wheelchairPlaces) >= 0 && isKept(car, route))
      best = Math.max(best, routePoints(route));
  }
  return best;
}

const isKept = (car: Car, { sequence, depart, end }: Route) =>
  end <= car.latestEnd + SLACK_SECONDS && car.drive(sequence, depart).isOnTime;

it('knows of every change of one seat what driving it in full would show', () => {
  let [possible, impossible] = [0, 0];
  fc.assert(
    fc.property(anyInstance, (instance) => {
      const { routes, needs } = greedyRoutes(instance);
      const gains = new Gains(routes, needs);
      const same = (known: number, points: number, now: number) => {
        if (points === -Infinity) impossible++;
        else possible++;
        if (points === -Infinity) expect(known).toBe(-Infinity);
        else expect(known).toBeCloseTo(points - now, 6);
      };
      routes.forEach((route, car) => {
        const now = routePoints(route);
        for (let rider = 0; rider < gains.riders; rider++) {
          same(gains.enter(car, rider), pointsWith(route, rider, needs), now);
          if (route.riders.includes(rider)) continue;
          for (const other of route.riders) {
            same(gains.replace(other, rider), pointsWith(withoutRider(route, other, needs), rider, needs), now);
          }
        }
        for (const rider of route.riders) {
          const rest = withoutRider(route, rider, needs);
          if (gains.leave(rider) > -Infinity) expect(gains.leave(rider)).toBeCloseTo(routePoints(rest) - now, 6);
        }
      });
    }),
    { numRuns: 300 },
  );
  expect(Math.min(possible, impossible)).toBeGreaterThan(10);
});
