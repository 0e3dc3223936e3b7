// The greedy plan of an instance as routes, for tests of what betters them.
import { Car } from '../src/engine/car.core.js';
import type { StationInstance } from '../src/engine/engine.types.js';
import { insertGreedily } from '../src/engine/greedy.core.js';
import { emptyRoute, type Needs, type Route } from '../src/engine/route.core.js';

/** Riders in the order of the instance. */
export function greedyRoutes(instance: StationInstance): { routes: Route[]; needs: Needs } {
  const { drivers, riders } = instance;
  const places = Int32Array.from(riders, ({ destination }) => destination);
  const cars = drivers.map((_, i) => new Car(instance, i, places));
  const needs: Needs = {
    people: Uint8Array.from(riders, ({ party }) => party.people),
    wheelchairs: Uint8Array.from(riders, ({ party }) => (party.wheelchair ? 1 : 0)),
  };
  return { routes: insertGreedily(cars.map(emptyRoute), [...riders.keys()], needs), needs };
}
