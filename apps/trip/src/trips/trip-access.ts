// Who may see and change a trip. For a caller, other people's trips look like trips that do not exist.
import type { Caller } from '@lastmile/auth';
import { notFound, permissionDenied } from '@lastmile/errors';
import type { Actor, Trip, TripFilter } from '../trip.types.js';

/** The caller's role in the trip. Throws TRIP_NOT_FOUND for those without one. */
export function actorOf(trip: Trip, caller: Caller): Actor {
  if (caller.userId === trip.driverId) return 'driver';
  if (caller.userId === trip.riderId) return 'rider';
  if (caller.roles.includes('operator')) return 'operator';
  if (caller.roles.includes('service')) return 'platform';
  throw notFound('trip', trip.tripId);
}

/** The caller's role, which must be one of `allowed`. Throws TRIP_NOT_FOUND, or PERMISSION_DENIED for another role. */
export function requireActor<P extends Actor>(trip: Trip, caller: Caller, allowed: readonly P[]): P {
  const actor = actorOf(trip, caller);
  if ((allowed as readonly Actor[]).includes(actor)) return actor as P;
  throw permissionDenied(`only for the trip's ${allowed.join(' or ')}`);
}

/**
 * Operators and services see all trips that match the filter; everybody else only their own. Only operators and
 * services may search for a name or a plate: others could guess hidden text letter by letter.
 */
export function visibleTo(
  caller: Caller,
  asked: Pick<TripFilter, 'riderId' | 'driverId' | 'text'>,
): Partial<TripFilter> {
  if (caller.roles.includes('operator') || caller.roles.includes('service')) return asked;
  if (asked.text) throw permissionDenied('only operators search for a text');
  const own = (id: string | undefined) => (id === caller.userId ? id : undefined);
  return { personId: caller.userId, riderId: own(asked.riderId), driverId: own(asked.driverId) };
}
