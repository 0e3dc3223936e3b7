// What a policy is asked and answers.
import type { DriverPlan, StationInstance } from '../../apps/matching/src/engine/engine.types.js';
import type { RefusalReason } from './ledger.js';

export interface Policy {
  readonly name: string;
  /** What it does, for the legend. */
  readonly label: string;
  /** What one plan looks at: the calling car and those that are there first, the riders who asked first. */
  readonly maxCars: number;
  readonly maxRiders: number;
  /**
   * Decides for the first driver of the instance, the one who calls.
   *
   * @param areaOf the area of each address by place, which only the simplest systems look at
   */
  decide(instance: StationInstance, areaOf: Int32Array): Decision;
}

export interface Decision {
  /** Of the calling driver. */
  readonly car: DriverPlan;
  /** Riders whom no car takes. The rest stays free for the other cars' calls. */
  readonly unserved: readonly { readonly id: string; readonly reason: RefusalReason }[];
}
