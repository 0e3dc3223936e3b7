// What came of the day: who was promised a seat in which car, and who was refused and why. Only ever added to, so that an
// audit sees a seat given twice.

/**
 * Why a rider was refused: the engine's words, and two that only a whole day knows. From "there was nothing" to "it nearly
 * worked": a rider's reason is the furthest one of all plans that the rider was part of.
 */
export const REFUSAL_REASONS = [
  'no_driver',
  'drivers_excluded',
  'wait_too_long',
  'no_wheelchair_place',
  'no_seat',
  'breaks_promise',
  'ride_too_long',
  'detour_too_long',
  /** First come only: the car was bound for another area. */
  'other_area',
  'outranked',
  /** Planned for another car, which then took others. */
  'better_with_another_driver',
] as const;

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

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

export interface Refusal {
  readonly rider: number;
  readonly reason: RefusalReason;
}

export class Ledger {
  readonly seats: Seat[] = [];
  readonly refusals: Refusal[] = [];
  /** By pass; 0 for cars that took nobody. */
  readonly departTime: Int32Array;
  readonly endTime: Int32Array;

  constructor(passes: number) {
    this.departTime = new Int32Array(passes);
    this.endTime = new Int32Array(passes);
  }
}
