// The life of a trip, as pure functions: a trip and a command in, the changed trip out.
//
// Invariants: a refused command throws and changes nothing (only a wrong PIN is counted); every change raises the
// version by one; an ended status never changes; a trip holds seats exactly while it is live. The table below has every
// transition; docs/trip-states.md is checked against it.
import { DomainError, failedPrecondition, invalidArgument } from '@lastmile/errors';
import { LIVE_STATUSES, type Actor, type Retiming, type Trip, type TripStatus } from '../trip.types.js';

/** What a command did. `trip` is the same object as `before` when nothing changed. */
export interface Change {
  readonly before: Trip;
  readonly trip: Trip;
  readonly actor: Actor;
  readonly time: Date;
  /** The ride may be matched again; this trip's driver is excluded from it. */
  readonly reopensRide: boolean;
  /** Set when the command is refused although `trip` must be stored: a wrong PIN. */
  readonly refusal?: DomainError;
}

interface Transition {
  readonly from: readonly TripStatus[];
  readonly to: TripStatus;
  readonly by: readonly Actor[];
  /** If one of these actors ends the trip, the ride waits again. */
  readonly reopensFor: readonly Actor[];
}

/** All status changes. */
export const TRANSITIONS = {
  accept: { from: ['offered'], to: 'scheduled', by: ['driver'], reopensFor: [] },
  decline: { from: ['offered'], to: 'declined', by: ['driver'], reopensFor: ['driver'] },
  lapse: { from: ['offered'], to: 'expired', by: ['platform'], reopensFor: ['platform'] },
  arrive: { from: ['scheduled'], to: 'arrived', by: ['driver'], reopensFor: [] },
  board: { from: ['scheduled', 'arrived'], to: 'active', by: ['driver'], reopensFor: [] },
  dropOff: { from: ['active'], to: 'completed', by: ['driver'], reopensFor: [] },
  cancel: {
    from: ['offered', 'scheduled', 'arrived'],
    to: 'cancelled',
    by: ['rider', 'driver', 'operator', 'platform'],
    reopensFor: ['driver', 'operator', 'platform'],
  },
  reportRiderNoShow: { from: ['arrived'], to: 'no_show', by: ['driver'], reopensFor: [] },
  reportDriverNoShow: { from: ['scheduled'], to: 'no_show', by: ['rider'], reopensFor: ['rider'] },
} as const satisfies Record<string, Transition>;

export type Command = keyof typeof TRANSITIONS;

export const MAX_WRONG_PINS = 5;

export const isLive = (trip: Trip): boolean => (LIVE_STATUSES as readonly TripStatus[]).includes(trip.status);

/** Whether the end of this trip also ended its ride. False for live trips, and for ends that reopened the ride. */
export const endsRide = (trip: Trip): boolean =>
  trip.status === 'completed' ||
  (trip.status === 'cancelled' && trip.endedBy === 'rider') ||
  (trip.status === 'no_show' && trip.endedBy === 'driver');

/** Refused with OFFER_EXPIRED as soon as the offer has expired, even if its timer has not fired yet. */
export function accept(trip: Trip, now: Date): Change {
  if (trip.status === 'scheduled') return stay(trip, 'driver', now);
  if (trip.status === 'expired' || (trip.status === 'offered' && isAtOrAfter(now, trip.offerExpireTime))) {
    throw failedPrecondition('OFFER_EXPIRED', 'the offer has lapsed');
  }
  return move('accept', trip, 'driver', now, { acceptTime: now });
}

export function decline(trip: Trip, reason: string, now: Date): Change {
  if (trip.status === 'declined') return stay(trip, 'driver', now);
  return end('decline', trip, 'driver', now, reason);
}

/**
 * The time of the offer is over, or its route has ended. Trips that were answered meanwhile stay unchanged, so the
 * timer may fire late or twice. Times are not compared: if the timer's machine has a clock that is a little ahead, the
 * offer would otherwise never end.
 */
export function lapse(trip: Trip, now: Date): Change {
  if (trip.status !== 'offered') return stay(trip, 'platform', now);
  return end('lapse', trip, 'platform', now);
}

export const arrive = (trip: Trip, now: Date): Change => move('arrive', trip, 'driver', now, { arriveTime: now });

/** Boards with the rider's PIN. A wrong PIN is counted: the result then has both the trip to store and the refusal. */
export function board(trip: Trip, pin: string, now: Date): Change {
  requireTransition('board', trip);
  if (trip.wrongPins >= MAX_WRONG_PINS) throw failedPrecondition('PIN_LOCKED', 'too many wrong PINs');
  if (isAtOrAfter(now, trip.pinExpireTime)) throw failedPrecondition('PIN_EXPIRED', 'the PIN is no longer valid');
  if (pin === trip.pin) return move('board', trip, 'driver', now, { boardTime: now });
  const wrongPins = trip.wrongPins + 1;
  const refusal = failedPrecondition('WRONG_PIN', "not the rider's PIN", {
    attempts_left: String(MAX_WRONG_PINS - wrongPins),
  });
  return { ...stay(trip, 'driver', now, { ...trip, wrongPins }), refusal };
}

export function dropOff(trip: Trip, now: Date): Change {
  if (trip.status === 'completed') return stay(trip, 'driver', now);
  return move('dropOff', trip, 'driver', now, { endTime: now });
}

export const cancel = (trip: Trip, by: Actor, reason: string, now: Date): Change =>
  end('cancel', trip, by, now, reason);

/** The rider cancels the ride. Throws RIDE_ABOARD once the rider is in the car. */
export function closeByRider(trip: Trip, now: Date): Change {
  if (trip.status === 'active') throw failedPrecondition('RIDE_ABOARD', 'the rider is in the car');
  return cancel(trip, 'rider', '', now);
}

/**
 * The route is over: offers expire, and with `cancelScheduled` scheduled trips are cancelled by the driver. Throws
 * ROUTE_HAS_RIDERS for riders aboard, and for scheduled ones without `cancelScheduled`.
 */
export function closeWithRoute(trip: Trip, cancelScheduled: boolean, now: Date): Change {
  if (trip.status === 'offered') return lapse(trip, now);
  if (trip.status === 'active' || !cancelScheduled) {
    throw failedPrecondition('ROUTE_HAS_RIDERS', 'riders are aboard or scheduled', { trip_id: trip.tripId });
  }
  return cancel(trip, 'driver', '', now);
}

/**
 * A driver may report a rider `waitSeconds` after both should be at the pickup point; a rider may report a driver after
 * the promised latest pickup. Before that, refused with TOO_EARLY and `retry_time`.
 */
export function reportNoShow(trip: Trip, by: 'rider' | 'driver', waitSeconds: number, now: Date): Change {
  const command = by === 'driver' ? 'reportRiderNoShow' : 'reportDriverNoShow';
  requireTransition(command, trip);
  const bothThere = Math.max(trip.readyTime.getTime(), trip.arriveTime?.getTime() ?? 0);
  const earliest = by === 'driver' ? new Date(bothThere + waitSeconds * 1000) : trip.latestPickupTime;
  if (now < earliest) {
    throw failedPrecondition('TOO_EARLY', 'wait a little longer', { retry_time: earliest.toISOString() });
  }
  return end(command, trip, by, now);
}

/** Rates the other side of a completed trip, 1 to 5, only once. */
export function rate(trip: Trip, by: 'rider' | 'driver', rating: number, now: Date): Change {
  if (trip.status !== 'completed') throw illegal('rated', trip);
  if (!Number.isInteger(rating) || rating < 1 || rating > 5) throw invalidArgument('rating', 'rating: must be 1 to 5');
  const field = by === 'rider' ? 'driverRating' : 'riderRating';
  if (trip[field] !== 0) throw new DomainError('already_exists', 'ALREADY_RATED', 'this trip was rated before');
  return stay(trip, by, now, next(trip, { [field]: rating }));
}

/** A later plan moves the drop-off within the promised limit. Throws BREAKS_PROMISE otherwise. */
export function retime(trip: Trip, { dropoffOrder, dropoffTime }: Retiming, now: Date): Change {
  if (!isLive(trip)) throw illegal('re-timed', trip);
  if (dropoffTime <= trip.pickupTime) {
    throw invalidArgument('reordered.dropoffTime', 'reordered.dropoffTime: must be after the pickup');
  }
  if (dropoffTime > trip.latestDropoffTime) {
    throw failedPrecondition('BREAKS_PROMISE', 'a promised rider would be dropped off too late', {
      trip_id: trip.tripId,
    });
  }
  const same = trip.dropoffOrder === dropoffOrder && trip.dropoffTime.getTime() === dropoffTime.getTime();
  return stay(trip, 'platform', now, same ? trip : next(trip, { dropoffOrder, dropoffTime }));
}

function move(command: Command, before: Trip, actor: Actor, time: Date, changes: Partial<Trip>): Change {
  const { to, reopensFor } = requireTransition(command, before);
  const trip = next(before, { ...changes, status: to });
  return { before, trip, actor, time, reopensRide: reopensFor.includes(actor) };
}

const end = (command: Command, trip: Trip, by: Actor, now: Date, reason = ''): Change =>
  move(command, trip, by, now, { endedBy: by, endTime: now, endReason: reason });

function requireTransition(command: Command, trip: Trip): Transition {
  const transition: Transition = TRANSITIONS[command];
  if (!transition.from.includes(trip.status)) throw illegal(PAST[command], trip);
  return transition;
}

const PAST: Record<Command, string> = {
  accept: 'accepted',
  decline: 'declined',
  lapse: 'left to lapse',
  arrive: 'set to arrived',
  board: 'boarded',
  dropOff: 'completed',
  cancel: 'cancelled',
  reportRiderNoShow: 'reported as a no-show',
  reportDriverNoShow: 'reported as a no-show',
};

const illegal = (past: string, { status }: Trip): DomainError =>
  failedPrecondition('ILLEGAL_TRANSITION', `a trip that is ${status} cannot be ${past}`, { status });

const next = (trip: Trip, changes: Partial<Trip>): Trip => ({ ...trip, ...changes, version: trip.version + 1 });
/** No transition: the status stays, and the ride is not affected. */
const stay = (before: Trip, actor: Actor, time: Date, trip = before): Change => ({
  before,
  trip,
  actor,
  time,
  reopensRide: false,
});
const isAtOrAfter = (now: Date, limit: Date | undefined): boolean => limit !== undefined && now >= limit;
