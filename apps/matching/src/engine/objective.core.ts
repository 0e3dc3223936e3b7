// The worth of a plan in points; one point is a second of driving. bench/README.md explains the formula.
//
// Invariant: within the limits of instance.core.ts, one more rider is always worth more than the detour it costs.
import type { InstanceDriver, InstanceRider } from './engine.types.js';

/** Seats come first: one seat is worth more than any detour within a driver's budget. */
export const SEAT_POINTS = 10_000;
/** Low enough that four seats of the oldest requests are not worth more than five of the newest. */
const MAX_AGE_POINTS = 2400;
const MAX_WAIT_POINTS = 2400;
const MAX_CLAIM_SECONDS = 3600;
const SECONDS_PER_CLAIM_POINT = 120;

/** Points of one rider with this pickup time. */
export const riderPoints = (rider: InstanceRider, pickupSeconds: number): number =>
  rider.party.people *
  (SEAT_POINTS +
    Math.min(rider.ageSeconds, MAX_AGE_POINTS) -
    // Time that a rider has already waited is the same in all plans. Counting it would put those who wait longest at a
    // disadvantage.
    Math.min(pickupSeconds - Math.max(rider.readySeconds, 0), MAX_WAIT_POINTS));

/** Points of a driver who gets riders: fairness between drivers who fit equally well, at most 30 points. */
export const claimPoints = (driver: InstanceDriver): number =>
  Math.min(driver.claimSeconds, MAX_CLAIM_SECONDS) / SECONDS_PER_CLAIM_POINT;
