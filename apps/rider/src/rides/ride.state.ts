// The life of a ride. Pure. Invariants: an ended ride keeps its status; an older trip, or an older version of the
// newest trip, changes nothing but the excluded drivers, of which there are only ever more. So events may come late,
// twice and in any order, and the ride ends in the same state (only the version, which counts changes, may differ).
import { failedPrecondition } from '@lastmile/errors';
import { OPEN_STATUSES, type Ride, type RideStatus, type TripStep } from '../rider.types.js';

/** The events that a change may publish. */
export type RideEventKind = 'reopened' | 'cancelled' | 'expired';

/** A decision: the next ride (the same one when nothing changes) and the event to publish. */
export interface RideChange {
  readonly ride: Ride;
  readonly tell?: RideEventKind;
}

export const isOpen = ({ status }: Pick<Ride, 'status'>): boolean =>
  (OPEN_STATUSES as readonly RideStatus[]).includes(status);

/** The rider cancels. @throws DomainError failed_precondition RIDE_ABOARD, RIDE_ENDED */
export function cancel(ride: Ride, now: Date): RideChange {
  if (ride.status === 'cancelled') return { ride };
  if (ride.status === 'active') throw failedPrecondition('RIDE_ABOARD', 'the rider is in the car');
  if (!isOpen(ride)) throw rideEnded(ride.status);
  return { ride: next(ride, { status: 'cancelled', endTime: now }), tell: 'cancelled' };
}

/** The ledger has closed the ride for good, because the rider cancelled or because the time ran out. */
export function close(ride: Ride, cancelled: boolean, now: Date): RideChange {
  if (!isOpen(ride)) return { ride };
  const status = cancelled ? 'cancelled' : 'expired';
  return { ride: next(ride, { status, endTime: now }), tell: status };
}

/** Updates the ride after a change of its trip. */
export function applyTripStep(ride: Ride, step: TripStep, now: Date): RideChange {
  const excludes = step.reopensRide && !ride.excludedDriverIds.includes(step.driverId);
  // Sorted, so that the result does not depend on the order of arrival.
  const excludedDriverIds = excludes ? [...ride.excludedDriverIds, step.driverId].sort() : ride.excludedDriverIds;
  const { tripId, createTime, version } = step;
  const trip = isNewer(ride, step) ? { tripId, createTime, version } : undefined;
  if (!trip) return { ride: excludes ? next(ride, { excludedDriverIds }) : ride };
  if (!isOpen(ride)) return { ride: next(ride, { excludedDriverIds, trip }) };

  const status = step.reopensRide ? 'waiting' : rideStatusOf(step);
  // With a trip the wait is over. If the ride waits again, the reasons of earlier plans do not apply.
  const change = { excludedDriverIds, status, trip, waitingReason: undefined, consideredTime: undefined };
  const after = next(ride, isOver(status) ? { ...change, endTime: now } : change);
  if (step.reopensRide) return { ride: after, tell: now < ride.latestPickupTime ? 'reopened' : undefined };
  return { ride: after, tell: status === 'cancelled' ? 'cancelled' : undefined };
}

export const rideEnded = (status: RideStatus) =>
  failedPrecondition('RIDE_ENDED', `the ride is ${status.replace('_', ' ')}`, { status });

/**
 * Whether this is a later trip of the ride, or a later version of the same trip. A ride has one trip at a time, so
 * their times differ.
 */
function isNewer({ trip }: Ride, step: TripStep): boolean {
  if (!trip) return true;
  if (trip.tripId === step.tripId) return step.version > trip.version;
  return step.createTime > trip.createTime;
}

function rideStatusOf({ status }: TripStep): RideStatus {
  switch (status) {
    // The end of an offer always reopens the ride; if it did not, the ride could not continue.
    case 'declined':
    case 'expired':
      return 'expired';
    case 'offered':
    case 'scheduled':
    case 'arrived':
    case 'active':
    case 'completed':
    case 'cancelled':
    case 'no_show':
      return status;
  }
}

const isOver = (status: RideStatus): boolean => !(OPEN_STATUSES as readonly RideStatus[]).includes(status);

const next = (ride: Ride, change: Partial<Ride>): Ride => ({ ...ride, ...change, version: ride.version + 1 });
