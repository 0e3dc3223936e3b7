import fc from 'fast-check';
import { greedyRoutes } from '../../test/greedy-routes.js';
import { aDriver, anInstance, anyInstance, aRider } from '../../test/instances.js';
import { Exchange } from './exchange.core.js';
import { randomOf } from './random.core.js';
import { routePoints, type Route } from './route.core.js';
import { ruinAndRecreate } from './ruin.core.js';

const worth = (routes: readonly Route[]) => routes.reduce((sum, route) => sum + routePoints(route), 0);

/** Every limit of these routes is kept, no rider is in two cars, and they are worth at least as much as before. */
function expectBetter(before: readonly Route[], after: readonly Route[]): void {
  expect(worth(after)).toBeGreaterThanOrEqual(worth(before) - 1e-6);
  const riders = after.flatMap((route) => route.riders);
  expect(new Set(riders).size).toBe(riders.length);
  for (const { car, riders: own, sequence, depart, seats, wheelchairPlaces, end } of after) {
    expect(Math.min(seats, wheelchairPlaces)).toBeGreaterThanOrEqual(0);
    if (own.length === 0) continue;
    const drive = car.drive(sequence, depart);
    expect(drive.isOnTime && drive.end <= car.latestEnd + 1e-6).toBe(true);
    expect(drive.end).toBeCloseTo(end, 6);
    expect(depart).toBe(car.departWith(sequence));
    expect(depart).toBeLessThanOrEqual(car.latestDepart);
  }
}

describe('Exchange', () => {
  it('never makes routes worse, breaks a limit, or seats anybody twice', () => {
    fc.assert(
      fc.property(anyInstance, (instance) => {
        const { routes, needs } = greedyRoutes(instance);
        expectBetter(routes, new Exchange(routes, needs, () => false).run());
      }),
      { numRuns: 300 },
    );
  });

  it('nor does ruin and recreate', () => {
    fc.assert(
      fc.property(anyInstance, fc.nat(), (instance, seed) => {
        const { routes, needs } = greedyRoutes(instance);
        let looks = 0;
        const exchange = new Exchange(routes, needs, () => ++looks > 40);
        ruinAndRecreate(exchange, needs, randomOf(seed));
        expectBetter(routes, exchange.routes);
      }),
      { numRuns: 200 },
    );
  });

  it('seats one who was left out in the place of another, who finds a seat elsewhere', () => {
    const drivers = [aDriver({ id: 'a', seats: 1 }), aDriver({ id: 'b', seats: 1, claimSeconds: 0 })];
    // The greedy plan puts the first rider, who may ride with both drivers, into the only car that the second rider may
    // use.
    const riders = [aRider({ id: 'either' }), aRider({ id: 'only a', excludedDrivers: ['b'] })];
    const { routes, needs } = greedyRoutes(anInstance({ drivers, riders }));
    expect(routes.map((route) => route.riders)).toEqual([[0], []]);
    const moved = new Exchange(routes, needs, () => false).run();
    expect(moved.map((route) => route.riders)).toEqual([[1], [0]]);
  });

  it('stops when time is over', () => {
    const { routes, needs } = greedyRoutes(anInstance({ riders: [aRider(), aRider({ id: 'r2' })] }));
    expect(new Exchange(routes, needs, () => true).run()).toEqual(routes);
  });
});
