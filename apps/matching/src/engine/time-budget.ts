// When planning stops, in production and in benchmarks: with a proof, or when the time is over.
import type { Budget } from './engine.types.js';

/** The rest of the time is needed to convert the routes to a plan. */
const PLANNING_SHARE = 0.96;

/** Real time, starting now. */
export function withinTime(milliseconds: number, seed: number): Budget {
  const start = performance.now();
  const spent = () => (performance.now() - start) / (milliseconds * PLANNING_SHARE);
  return { seed, iterations: Infinity, spent };
}
