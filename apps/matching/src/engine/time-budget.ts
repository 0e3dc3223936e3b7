// The one rule by which plans stop, live and in benchmarks: a proof, or the time.
import type { Budget } from './engine.types.js';

/** The rest is for writing the plan down. */
const PLANNING_SHARE = 0.96;

/** Wall time, from now on. */
export function withinTime(milliseconds: number, seed: number): Budget {
  const start = performance.now();
  const spent = () => (performance.now() - start) / (milliseconds * PLANNING_SHARE);
  return { seed, iterations: Infinity, spent };
}
