// A route's life: registered, started, finished. Pure: each command gives the next route, the same one when nothing changes,
// or a refusal. Invariants: the version grows by one with each change; a finished route never changes; a station that
// was left or skipped stays so; a route never offers more than the vehicle has.
import { failedPrecondition } from '@lastmile/errors';
import type { PickupStatus, Route, RouteChanges, RoutePlan, RouteStop, Vehicle } from './driver.types.js';

/** @throws DomainError failed_precondition TOO_MANY_SEATS */
export function register(
  plan: RoutePlan,
  stops: readonly Omit<RouteStop, 'pickupStatus'>[],
  vehicle: Vehicle,
  made: { routeId: string; driverId: string; now: Date },
): Route {
  const { seats = vehicle.seats, destination, detourBudgetSeconds, autoAccept } = plan;
  const wheelchairPlaces = plan.wheelchairPlaces ?? Math.min(vehicle.wheelchairPlaces, seats);
  requireRoom({ seats, wheelchairPlaces }, vehicle);
  return {
    routeId: made.routeId,
    driverId: made.driverId,
    status: 'registered',
    stops: stops.map((stop) => ({ ...stop, pickupStatus: 'ahead' })),
    destination,
    seats,
    wheelchairPlaces,
    detourBudgetSeconds,
    autoAccept,
    createTime: made.now,
    version: 1,
  };
}

/** The vehicle may be another one than at registration. @throws DomainError failed_precondition ROUTE_FINISHED, TOO_MANY_SEATS */
export function start(route: Route, vehicle: Vehicle, now: Date): Route {
  requireUnfinished(route);
  if (route.status === 'started') return route;
  requireRoom(route, vehicle);
  return next(route, { status: 'started', startTime: now });
}

/** @throws DomainError failed_precondition ROUTE_FINISHED, TOO_MANY_SEATS */
export function update(route: Route, changes: RouteChanges, vehicle: Vehicle): Route {
  requireUnfinished(route);
  const {
    seats = route.seats,
    detourBudgetSeconds = route.detourBudgetSeconds,
    autoAccept = route.autoAccept,
  } = changes;
  requireRoom({ seats, wheelchairPlaces: route.wheelchairPlaces }, vehicle);
  const same =
    seats === route.seats && detourBudgetSeconds === route.detourBudgetSeconds && autoAccept === route.autoAccept;
  return same ? route : next(route, { seats, detourBudgetSeconds, autoAccept });
}

/** Finishing a finished route changes nothing. */
export function finish(route: Route, now: Date): Route {
  return route.status === 'finished' ? route : next(route, { status: 'finished', finishTime: now });
}

/** @throws DomainError failed_precondition ROUTE_NOT_STARTED, ROUTE_FINISHED, STATION_NOT_ON_ROUTE, PICKUP_STATUS_ORDER */
export function setPickupStatus(route: Route, stationId: string, pickupStatus: PickupStatus): Route {
  requireUnfinished(route);
  if (route.status !== 'started') throw failedPrecondition('ROUTE_NOT_STARTED', 'the route is not started');
  const stop = route.stops.find((each) => each.stationId === stationId);
  if (!stop) throw failedPrecondition('STATION_NOT_ON_ROUTE', 'the station is not a target of the route');
  if (stop.pickupStatus === pickupStatus) return route;
  if (isOver(stop.pickupStatus)) {
    throw failedPrecondition('PICKUP_STATUS_ORDER', `the station is ${stop.pickupStatus} already`);
  }
  return next(route, { stops: route.stops.map((each) => (each === stop ? { ...stop, pickupStatus } : each)) });
}

const isOver = (status: PickupStatus): boolean => status === 'departed' || status === 'skipped';

const next = (route: Route, change: Partial<Route>): Route => ({ ...route, ...change, version: route.version + 1 });

function requireUnfinished(route: Route): void {
  if (route.status === 'finished') throw failedPrecondition('ROUTE_FINISHED', 'the route is over');
}

function requireRoom(offered: { seats: number; wheelchairPlaces: number }, vehicle: Vehicle): void {
  const fits = offered.seats <= vehicle.seats && offered.wheelchairPlaces <= vehicle.wheelchairPlaces;
  if (fits && offered.wheelchairPlaces <= offered.seats) return;
  throw failedPrecondition('TOO_MANY_SEATS', 'more seats or wheelchair places than the vehicle has', {
    seats: String(vehicle.seats),
    wheelchair_places: String(vehicle.wheelchairPlaces),
  });
}
