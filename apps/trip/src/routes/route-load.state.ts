// How full a route is, as pure functions. Invariants: seats and wheelchair places taken are never more than offered; a
// closed route never opens again. The database frees seats together with the trip that held them.
import { failedPrecondition, invalidArgument } from '@lastmile/errors';
import type { Party } from '@lastmile/party';
import type { RouteLoad } from '../trip.types.js';

/** What the driver service tells about a route when it starts. */
export type RouteOffer = Omit<RouteLoad, 'seatsTaken' | 'wheelchairPlacesTaken' | 'open' | 'takesRiders'>;

/**
 * A new load, or the known one with the newest data: an interrupted open may be repeated after the driver changed the
 * route. Throws ROUTE_CLOSED, and SEATS_IN_USE when live trips hold more seats than the new data offer.
 */
export function open(known: RouteLoad | undefined, offer: RouteOffer): RouteLoad {
  if (!known) return { ...offer, seatsTaken: 0, wheelchairPlacesTaken: 0, open: true, takesRiders: true };
  if (known.driverId !== offer.driverId) {
    throw invalidArgument('driverId', 'driverId: the route belongs to another driver');
  }
  requireOpen(known);
  if (isOld(known, offer)) return known;
  return withRoom({ ...known, ...offer });
}

/** Throws ROUTE_CLOSED, and SEATS_IN_USE for fewer seats than live trips hold. Missing values leave the load as it is. */
export function resize(
  load: RouteLoad,
  changes: { seats?: number; autoAccept?: boolean; routeVersion?: number },
): RouteLoad {
  requireOpen(load);
  const { seats = load.seats, autoAccept = load.autoAccept, routeVersion = 0 } = changes;
  if (isOld(load, { routeVersion })) return load;
  return withRoom({ ...load, seats, autoAccept, routeVersion: Math.max(routeVersion, load.routeVersion) });
}

/** A call that its caller has given up may arrive after a newer call, and must not undo it. */
const isOld = (known: RouteLoad, { routeVersion }: { routeVersion: number }): boolean =>
  routeVersion > 0 && routeVersion <= known.routeVersion;

/** The load with one more party, or undefined when there are not enough seats or wheelchair places. */
export function seat(load: RouteLoad, party: Party): RouteLoad | undefined {
  const fuller = {
    ...load,
    seatsTaken: load.seatsTaken + party.people,
    wheelchairPlacesTaken: load.wheelchairPlacesTaken + (party.wheelchair ? 1 : 0),
  };
  return isFeasible(fuller) ? fuller : undefined;
}

export function requireOpen(load: RouteLoad): void {
  if (load.open && load.takesRiders) return;
  throw failedPrecondition('ROUTE_CLOSED', 'the route is over, or takes nobody any more');
}

function withRoom(load: RouteLoad): RouteLoad {
  if (isFeasible(load)) return load;
  throw failedPrecondition('SEATS_IN_USE', 'riders hold more seats than that', {
    seats_taken: String(load.seatsTaken),
    wheelchair_places_taken: String(load.wheelchairPlacesTaken),
  });
}

const isFeasible = (load: RouteLoad): boolean =>
  load.seatsTaken <= load.seats && load.wheelchairPlacesTaken <= load.wheelchairPlaces;
