// Plans one station: which riders join which car, in which order of drop-offs.
//
// Invariants: every limit of bench/README.md is kept; no rider is in two cars; no rider is left behind whom a planned
// car could still take; the plan is never worse than the greedy one; the same instance, seed and iterations give the
// same plan, in whatever order the lists are.
import { Car } from './car.core.js';
import type { Budget, InstanceRider, StationInstance, StationPlan } from './engine.types.js';
import { insertGreedily } from './greedy.core.js';
import { improve } from './improve.core.js';
import { checkInstance } from './instance.core.js';
import { randomOf, shuffled } from './random.core.js';
import { emptyRoute, type Needs } from './route.core.js';
import { stationPlan } from './station-plan.core.js';

/** @throws DomainError invalid_argument that names the field, for an invalid instance */
export function planStationInstance(instance: StationInstance, budget: Budget): StationPlan {
  checkInstance(instance);
  // Sorted by id, so that no tie is decided by the order of the input.
  const order = byId(instance.riders);
  const riders = order.map((index) => instance.riders[index] as InstanceRider);
  return renumbered(planSorted({ ...instance, riders }, budget), order);
}

function planSorted(instance: StationInstance, budget: Budget): StationPlan {
  const { drivers, riders } = instance;
  const random = randomOf(budget.seed);
  const places = Int32Array.from(riders, ({ destination }) => destination);
  const cars = shuffled(byId(drivers), random).map((index) => new Car(instance, index, places));
  const needs: Needs = {
    people: Uint8Array.from(riders, ({ party }) => party.people),
    wheelchairs: Uint8Array.from(riders, ({ party }) => (party.wheelchair ? 1 : 0)),
  };
  const age = (rider: number) => riders[rider]?.ageSeconds ?? 0;
  const anyOrder = shuffled(
    riders.map((_, index) => index),
    random,
  );
  const oldestFirst = anyOrder.sort((a, b) => age(b) - age(a));

  const greedy = insertGreedily(cars.map(emptyRoute), oldestFirst, needs);
  if (budget.iterations === 0) return stationPlan(instance, greedy, { iterations: 0, bound: Infinity });
  const improved = improve(greedy, needs, instance.travel.detourGain(), budget, random);
  const joined = new Set(improved.routes.flatMap((route) => route.riders));
  const left = oldestFirst.filter((rider) => !joined.has(rider));
  return stationPlan(instance, insertGreedily(improved.routes, left, needs), improved);
}

/** Replaces the rider indexes of the plan by those of the input: `order[i]` for rider i. */
const renumbered = (plan: StationPlan, order: readonly number[]): StationPlan => ({
  ...plan,
  drivers: plan.drivers.map((driver) => ({
    ...driver,
    riders: driver.riders.map((joined) => ({ ...joined, rider: order[joined.rider] as number })),
    stops: driver.stops.map((stop) => (stop.kind === 'rider' ? { ...stop, index: order[stop.index] as number } : stop)),
  })),
});

/** Indexes, sorted by id. */
function byId(items: readonly { readonly id: string }[]): number[] {
  const id = (index: number) => items[index]?.id ?? '';
  return items.map((_, index) => index).sort((a, b) => (id(a) < id(b) ? -1 : 1));
}
