// Who decides which riders a car takes: the policies that a day compares.
import { planStationInstance } from '../../apps/matching/src/engine/engine.core.js';
import type { StationInstance } from '../../apps/matching/src/engine/engine.types.js';
import { firstCome } from './first-come.js';
import type { Decision, Policy } from './policy.types.js';

export const POLICIES = ['first-come', 'greedy', 'engine'] as const;
export type PolicyName = (typeof POLICIES)[number];

export interface Effort {
  readonly seed: number;
  /** The engine's rounds of improvement a plan, at most. */
  readonly iterations: number;
  readonly plan: PlanSize;
}

/** How many cars and riders one plan looks at. */
export interface PlanSize {
  readonly cars: number;
  readonly riders: number;
}

export function policyOf(name: PolicyName, { seed, iterations, plan }: Effort): Policy {
  const planning = (rounds: number) => ({
    maxCars: plan.cars,
    maxRiders: plan.riders,
    decide: (instance: StationInstance) => planned(instance, { seed, iterations: rounds }),
  });
  switch (name) {
    case 'first-come':
      return { name, label: 'same area, first come', maxCars: 1, maxRiders: Infinity, decide: firstCome };
    case 'greedy':
      return { name, label: 'greedy insertion', ...planning(0) };
    case 'engine':
      return { name, label: 'this engine', ...planning(iterations) };
  }
}

function planned(instance: StationInstance, budget: { readonly seed: number; readonly iterations: number }): Decision {
  const { drivers, unserved } = planStationInstance(instance, budget);
  return { car: drivers[0]!, unserved };
}
