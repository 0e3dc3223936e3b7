// What the simulator tells its parent process, once a second.
import type { Totals } from './tally.js';

export interface SimulatorReport extends Totals {
  /** Trains that have arrived at the chosen stations since the start. */
  trainsArrived: number;
}
