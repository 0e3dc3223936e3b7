// When planning stops, live and in benchmarks: with a proof, or when the time is over.
import type { Budget } from './engine.types.js';

/** The rest of the time is for making the plan out of the routes. */
const PLANNING_SHARE = 0.96;

/** Wall time, from now on. */
export function withinTime(milliseconds: number, seed: number): Budget {
  const start = performance.now();
  const spent = () => (performance.now() - start) / (milliseconds * PLANNING_SHARE);
  return { seed, iterations: Infinity, spent };
}
