// One instance solved against the clock, or by a number of iterations, and the answer as a line of JSON holds it.
import { planStationInstance } from '../../apps/matching/src/engine/engine.core.js';
import type { StationInstance, StationPlan } from '../../apps/matching/src/engine/engine.types.js';
import { withinTime } from '../../apps/matching/src/engine/time-budget.js';
import { generateInstance } from './generate.js';
import { engineInstance } from './instance-file.js';

export interface Effort {
  readonly seed: number;
  /** Exactly one of the two. */
  readonly milliseconds?: number;
  readonly iterations?: number;
}

const WARM_UP_MILLISECONDS = 1000;

export interface Solved {
  readonly plan: StationPlan;
  readonly milliseconds: number;
}

export function solve(instance: StationInstance, { seed, milliseconds, iterations }: Effort): Solved {
  const start = performance.now();
  const elapsed = () => performance.now() - start;
  const budget = milliseconds === undefined ? { seed, iterations: iterations ?? 0 } : withinTime(milliseconds, seed);
  const plan = planStationInstance(instance, budget);
  return { plan, milliseconds: elapsed() };
}

/** Plans generated stations until the engine is compiled. */
export function warmUp(): void {
  const stations = [1, 2, 3, 4].map((seed) =>
    engineInstance(generateInstance({ drivers: 20, riders: 60, layout: seed % 2 ? 'clustered' : 'scattered', seed })),
  );
  const start = performance.now();
  for (let i = 0; performance.now() - start < WARM_UP_MILLISECONDS; i++) {
    solve(stations[i % stations.length] as StationInstance, { seed: i, milliseconds: 10 });
  }
}

/** The answer as bench/README.md documents it. */
export function lineOf(name: string, { riders }: StationInstance, { plan, milliseconds }: Solved): object {
  return {
    name,
    objective: plan.objective,
    ...(Number.isFinite(plan.bound) && { bound: plan.bound }),
    optimal: plan.bound - plan.objective <= 1e-6,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
    iterations: Math.ceil(plan.iterations),
    drivers: plan.drivers.map((driver) => ({
      ...driver,
      riders: driver.riders.map(({ id }) => id),
      stops: driver.stops.map(({ kind, index, arriveSeconds }) => {
        if (kind === 'rider') return { rider: riders[index]?.id, arriveSeconds };
        return kind === 'promised' ? { promised: index, arriveSeconds } : { destination: true, arriveSeconds };
      }),
    })),
    unserved: plan.unserved,
  };
}
