import fc from 'fast-check';
import { aDriver, anInstance, anyInstance, aRider } from '../../test/instances.js';
import { Car } from './car.core.js';
import type { StationInstance } from './engine.types.js';
import { Exchange } from './exchange.core.js';
import { insertGreedily } from './greedy.core.js';
import { emptyRoute, routePoints, type Needs, type Route } from './route.core.js';

function greedyOf({ drivers, riders, ...rest }: StationInstance) {
  const places = Int32Array.from(riders, ({ destination }) => destination);
  const cars = drivers.map((_, i) => new Car({ drivers, riders, ...rest }, i, places));
  const needs: Needs = {
    partySize: Uint8Array.from(riders, ({ partySize }) => partySize),
    wheelchairs: Uint8Array.from(riders, ({ wheelchair }) => (wheelchair ? 1 : 0)),
  };
  const routes = insertGreedily(cars.map(emptyRoute), [...riders.keys()], needs);
  const joined = new Set(ridersOf(routes));
  return { routes, needs, left: [...riders.keys()].filter((rider) => !joined.has(rider)) };
}

const ridersOf = (routes: readonly Route[]) => routes.flatMap(({ riders }) => riders);
const worth = (routes: readonly Route[]) => routes.reduce((sum, route) => sum + routePoints(route), 0);

describe('Exchange', () => {
  it('never makes routes worse, breaks a limit, or seats anybody twice', () => {
    fc.assert(
      fc.property(anyInstance, (instance) => {
        const { routes, needs, left } = greedyOf(instance);
        const moved = new Exchange(routes, left, needs, () => false).run();
        expect(worth(moved)).toBeGreaterThanOrEqual(worth(routes) - 1e-6);
        expect(new Set(ridersOf(moved)).size).toBe(ridersOf(moved).length);
        for (const { car, riders, sequence, depart, seats, wheelchairPlaces, end } of moved) {
          expect(Math.min(seats, wheelchairPlaces)).toBeGreaterThanOrEqual(0);
          if (riders.length === 0) continue;
          const drive = car.drive(sequence, depart);
          expect(drive.isOnTime && drive.end <= car.latestEnd + 1e-6).toBe(true);
          expect(drive.end).toBeCloseTo(end, 6);
          expect(depart).toBe(car.departWith(sequence));
          expect(depart).toBeLessThanOrEqual(car.latestDepart);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('seats one who was left out in the place of another, who finds a seat elsewhere', () => {
    const drivers = [aDriver({ id: 'a', seats: 1 }), aDriver({ id: 'b', seats: 1, claimSeconds: 0 })];
    // Greedy puts the first, who may ride with both, where the second alone could ride.
    const riders = [aRider({ id: 'either' }), aRider({ id: 'only a', excludedDrivers: ['b'] })];
    const { routes, needs, left } = greedyOf(anInstance({ drivers, riders }));
    expect(routes.map((route) => route.riders)).toEqual([[0], []]);
    const moved = new Exchange(routes, left, needs, () => false).run();
    expect(moved.map((route) => route.riders)).toEqual([[1], [0]]);
  });

  it('stops when time is over', () => {
    const { routes, needs, left } = greedyOf(anInstance({ riders: [aRider(), aRider({ id: 'r2' })] }));
    expect(new Exchange(routes, left, needs, () => true).run()).toEqual(routes);
  });
});
