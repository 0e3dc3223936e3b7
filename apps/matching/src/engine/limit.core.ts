// The limits that can keep a rider out of a car, from the most basic one to the one that is closest to fitting.
import type { UnservedReason } from './engine.types.js';

export type Limit = Exclude<UnservedReason, 'outranked'>;

/** Codes are positions in this list; a rider's reason is the last one over all cars. */
export const LIMITS: readonly Limit[] = [
  'drivers_excluded',
  'no_driver',
  'wait_too_long',
  'no_wheelchair_place',
  'no_seat',
  'breaks_promise',
  'ride_too_long',
  'detour_too_long',
];

export const limitCode = (limit: Limit): number => LIMITS.indexOf(limit);
