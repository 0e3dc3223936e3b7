// What the driver service tells the world: each change of a route that others act on.
import { DriverEvent, RouteEvent } from '@lastmile/contracts';
import type { NewEvent } from '@lastmile/events';
import type { Driver, Route } from './driver.types.js';
import { toWireDriver, toWireRoute } from './driver.wire.js';

/** The event types of this service. */
export type RouteEventType =
  'driver.route_started' | 'driver.route_updated' | 'driver.pickup_status_updated' | 'driver.route_finished';

/** The route as it is after the change. */
export const routeEvent = (type: RouteEventType, route: Route, time: Date): NewEvent => ({
  type,
  aggregateId: route.routeId,
  version: route.version,
  time,
  data: RouteEvent.toJSON({ route: toWireRoute(route) }),
});

/** `driver.approved` or `driver.suspended`, as an operator has decided. */
export const driverEvent = (driver: Driver): NewEvent => ({
  type: `driver.${driver.status}`,
  aggregateId: driver.driverId,
  version: driver.version,
  time: driver.statusTime,
  data: DriverEvent.toJSON({ driver: toWireDriver(driver) }),
});
