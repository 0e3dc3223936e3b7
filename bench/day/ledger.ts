// What came of the day: who was promised a seat in which car, and who was refused and why. Only ever added to, so that an
// audit sees a seat given twice.
import type { UnservedReason } from '../../apps/matching/src/engine/engine.types.js';

/** The engine's words, and two that only a whole day knows. */
export type RefusalReason =
  | UnservedReason
  /** Planned for another car, which then did not take the rider. */
  | 'better_with_another_driver'
  /** First come only: the car was bound for another area. */
  | 'other_area';

/** Times are seconds of the service day; riders and passes are rows of the demand and of the passes. */
export interface Seat {
  readonly rider: number;
  readonly pass: number;
  /** When it was promised. */
  readonly commitTime: number;
  readonly pickupTime: number;
  /** Promised to be home by then. */
  readonly latestDropoffTime: number;
  /** As planned last: riders who join later move it. */
  dropoffTime: number;
}

export class Ledger {
  readonly seats: Seat[] = [];
  readonly refusals: { readonly rider: number; readonly reason: RefusalReason }[] = [];
  /** By pass; what is written for cars that took nobody means nothing. */
  readonly departTime: Int32Array;
  readonly endTime: Int32Array;

  constructor(passes: number) {
    this.departTime = new Int32Array(passes);
    this.endTime = new Int32Array(passes);
  }
}
