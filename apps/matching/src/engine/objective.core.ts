// What a plan is worth, in points; one point is a second of driving. bench/README.md explains the formula.
//
// Invariant: within the limits of instance.core.ts a rider more is always worth more than the detour it costs.
import type { InstanceDriver, InstanceRider } from './engine.types.js';

/** Seats first: one is worth more than any detour within a driver's budget. */
export const SEAT_POINTS = 10_000;
/** Low enough that four seats of the oldest requests do not outweigh five of the newest. */
const MAX_AGE_POINTS = 2400;
const MAX_WAIT_POINTS = 2400;
const MAX_CLAIM_SECONDS = 3600;
const SECONDS_PER_CLAIM_POINT = 120;

/** Of one rider who is picked up then. */
export const riderPoints = (rider: InstanceRider, pickupSeconds: number): number =>
  rider.party.people *
  (SEAT_POINTS +
    Math.min(rider.ageSeconds, MAX_AGE_POINTS) -
    // What a rider has waited already is no plan's fault, and would speak against those who wait longest.
    Math.min(pickupSeconds - Math.max(rider.readySeconds, 0), MAX_WAIT_POINTS));

/** Of a driver whom anybody joins: fairness between drivers who fit equally well, at most 30 points. */
export const claimPoints = (driver: InstanceDriver): number =>
  Math.min(driver.claimSeconds, MAX_CLAIM_SECONDS) / SECONDS_PER_CLAIM_POINT;
