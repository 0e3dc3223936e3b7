// The life of a route: registered, starting, started, finishing, finished. Pure: each command returns the next route,
// or the same route if nothing changes, or throws a refusal.
//
// Changes that affect riders take two steps, because the ledger has to agree: a command makes the step pending, and the
// ledger's answer concludes it or takes it back. Taking back restores exactly the previous route. The version counts
// concluded changes.
//
// Invariants: the version grows by one with each change except pending steps; a finished route never changes; a station
// that was left or skipped stays so; a route never offers more seats than the vehicle has; while a start or a finish is
// pending, nothing else changes.
import { aborted, failedPrecondition } from '@lastmile/errors';
import { requireApproved } from '../profile/driver.state.js';
import type {
  Driver,
  PendingStep,
  PickupStatus,
  Route,
  RouteChanges,
  RoutePlan,
  RouteStop,
  Vehicle,
} from '../driver.types.js';

/** The request that asks for the step. */
export interface StepRequest {
  readonly requestId: string;
  readonly command: string;
}

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

/**
 * Asks the ledger to open the route. The vehicle may have changed since registration.
 *
 * @throws DomainError failed_precondition ROUTE_FINISHED, DRIVER_NOT_APPROVED, TOO_MANY_SEATS; aborted STEP_PENDING
 */
export function start(route: Route, driver: Driver, asking: StepRequest): Route {
  requireSettled(route);
  requireUnfinished(route);
  if (route.status === 'started') return route;
  requireApproved(driver);
  requireRoom(route, driver.vehicle);
  return { ...route, status: 'starting', pending: { ...asking, kind: 'start' } };
}

/**
 * On a started route the ledger has to agree first.
 *
 * @throws DomainError failed_precondition ROUTE_FINISHED, TOO_MANY_SEATS; aborted STEP_PENDING
 */
export function update(route: Route, changes: RouteChanges, vehicle: Vehicle, asking: StepRequest): Route {
  requireSettled(route);
  requireUnfinished(route);
  const changed = withChanges(route, changes);
  requireRoom(changed, vehicle);
  if (changed === route) return route;
  if (route.status === 'started') return { ...route, pending: { ...asking, kind: 'resize', changes } };
  return next(changed, {});
}

/**
 * Asks the ledger to close the route. Finishing a finished route changes nothing. @throws DomainError aborted
 * STEP_PENDING
 */
export function finish(route: Route, cancelScheduled: boolean, asking: StepRequest): Route {
  requireSettled(route);
  if (route.status === 'finished') return route;
  // A route that was never started is also closed in the ledger: its start may have been refused here and carried out
  // late there.
  return { ...route, status: 'finishing', pending: { ...asking, kind: 'finish', cancelScheduled } };
}

/**
 * For a suspended driver: like `finish`, but riders aboard are driven to their destination. A route that is not being
 * driven stays unchanged.
 */
export function stop(route: Route, asking: StepRequest): Route {
  requireSettled(route);
  if (route.status !== 'started') return route;
  const pending = { ...asking, kind: 'finish', cancelScheduled: true, keepAboard: true } as const;
  return { ...route, status: 'finishing', pending };
}

/** The route as the ledger should have it. */
export const wanted = (route: Route): Route =>
  route.pending?.kind === 'resize' ? withChanges(route, route.pending.changes) : route;

/**
 * The ledger has agreed to a step, so the route follows, even if somebody else has taken the step back meanwhile: the
 * ledger is the authority. A route that has already moved on stays unchanged.
 */
export function conclude(route: Route, step: PendingStep, now: Date): Route {
  const { pending, ...settled } = route;
  const isPending = pending?.requestId === step.requestId && pending.command === step.command;
  if (!isPending && (pending || step.kind === 'resize')) return route;
  switch (step.kind) {
    case 'start': {
      const waits = route.status === 'starting' || route.status === 'registered';
      return waits ? next(settled, { status: 'started', startTime: now }) : route;
    }
    case 'resize':
      return next(withChanges(settled, step.changes), {});
    case 'finish':
      return route.status === 'finished' ? route : next(settled, { status: 'finished', finishTime: now });
  }
}

/**
 * The ledger has refused the step: returns the route as it was before, or the same route if the step is not pending any
 * more.
 */
export function takeBack(route: Route, step: PendingStep): Route {
  const { pending, ...settled } = route;
  if (pending?.requestId !== step.requestId || pending.command !== step.command) return route;
  if (step.kind === 'resize') return settled;
  return { ...settled, status: route.startTime ? 'started' : 'registered' };
}

/** @throws DomainError failed_precondition ROUTE_NOT_STARTED, ROUTE_FINISHED, STATION_NOT_ON_ROUTE, PICKUP_STATUS_ORDER */
export function setPickupStatus(route: Route, stationId: string, pickupStatus: PickupStatus): Route {
  if (route.pending?.kind !== 'resize') requireSettled(route);
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

/** The error for a command that has to wait for a pending step of that route. */
export const stepPending = (routeId: string) =>
  aborted('STEP_PENDING', 'another change of the route is on its way: try again', { route_id: routeId });

const isOver = (status: PickupStatus): boolean => status === 'departed' || status === 'skipped';

const next = (route: Route, change: Partial<Route>): Route => ({ ...route, ...change, version: route.version + 1 });

/** Returns the same route if nothing changes. */
function withChanges(route: Route, changes: RouteChanges): Route {
  const {
    seats = route.seats,
    detourBudgetSeconds = route.detourBudgetSeconds,
    autoAccept = route.autoAccept,
  } = changes;
  const same =
    seats === route.seats && detourBudgetSeconds === route.detourBudgetSeconds && autoAccept === route.autoAccept;
  return same ? route : { ...route, seats, detourBudgetSeconds, autoAccept };
}

/** Throws while a step of another command is pending. */
function requireSettled({ routeId, pending }: Route): void {
  if (pending) throw stepPending(routeId);
}

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
