// Converts drivers and routes between domain types and contract messages.
import {
  DriverStatus as WireDriverStatus,
  PickupStatus as WirePickup,
  RouteStatus as WireStatus,
  type Driver as WireDriver,
  type Route as WireRoute,
} from '@lastmile/contracts';
import type { Driver, DriverStatus, PickupStatus, Route, RouteStatus } from './driver.types.js';

const STATUSES: Record<RouteStatus, WireStatus> = {
  registered: WireStatus.ROUTE_STATUS_REGISTERED,
  starting: WireStatus.ROUTE_STATUS_STARTING,
  started: WireStatus.ROUTE_STATUS_STARTED,
  finishing: WireStatus.ROUTE_STATUS_FINISHING,
  finished: WireStatus.ROUTE_STATUS_FINISHED,
};

const DRIVER_STATUSES: Record<DriverStatus, WireDriverStatus> = {
  pending: WireDriverStatus.DRIVER_STATUS_PENDING,
  approved: WireDriverStatus.DRIVER_STATUS_APPROVED,
  suspended: WireDriverStatus.DRIVER_STATUS_SUSPENDED,
};

const PICKUPS: Record<PickupStatus, WirePickup> = {
  ahead: WirePickup.PICKUP_STATUS_AHEAD,
  arrived: WirePickup.PICKUP_STATUS_ARRIVED,
  departed: WirePickup.PICKUP_STATUS_DEPARTED,
  skipped: WirePickup.PICKUP_STATUS_SKIPPED,
};

const keyOf = <Key extends string>(words: Record<Key, string>, value: string): Key | undefined =>
  (Object.keys(words) as Key[]).find((key) => words[key] === value);

/** Undefined for UNSPECIFIED, which means any status. */
export const fromWireStatus = (status: WireStatus): RouteStatus | undefined => keyOf(STATUSES, status);

/** The same for the status of drivers. */
export const fromWireDriverStatus = (status: WireDriverStatus): DriverStatus | undefined =>
  keyOf(DRIVER_STATUSES, status);

/** The request schema has already refused unknown values. */
export function fromWirePickup(status: WirePickup): PickupStatus {
  const known = keyOf(PICKUPS, status);
  if (!known) throw new Error(`no pickup status: ${status}`);
  return known;
}

export const toWireDriver = (driver: Driver): WireDriver => ({
  ...driver,
  vehicle: { ...driver.vehicle },
  status: DRIVER_STATUSES[driver.status],
});

/** Of a pending step, only the status is visible to callers. */
export const toWireRoute = ({ pending: _pending, ...route }: Route): WireRoute => ({
  ...route,
  status: STATUSES[route.status],
  stops: route.stops.map((stop) => ({ ...stop, pickupStatus: PICKUPS[stop.pickupStatus] })),
});
