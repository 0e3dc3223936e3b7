// A route as a row of its table.
import type { PendingStep, Route, RouteStatus, RouteStop } from '../driver.types.js';

export interface RouteRow {
  route_id: string;
  driver_id: string;
  status: RouteStatus;
  stops: RouteStop[];
  destination_latitude: number;
  destination_longitude: number;
  destination_name: string;
  seats: number;
  wheelchair_places: number;
  detour_budget_seconds: number;
  auto_accept: boolean;
  create_time: Date;
  start_time: Date | null;
  finish_time: Date | null;
  pending: PendingStep | null;
  version: number;
}

export const toRoute = (row: RouteRow): Route => ({
  routeId: row.route_id,
  driverId: row.driver_id,
  status: row.status,
  stops: row.stops,
  destination: {
    position: { latitude: row.destination_latitude, longitude: row.destination_longitude },
    name: row.destination_name,
  },
  seats: row.seats,
  wheelchairPlaces: row.wheelchair_places,
  detourBudgetSeconds: row.detour_budget_seconds,
  autoAccept: row.auto_accept,
  createTime: row.create_time,
  startTime: row.start_time ?? undefined,
  finishTime: row.finish_time ?? undefined,
  pending: row.pending ?? undefined,
  version: row.version,
});

/** In the order of the table's columns. */
export const toValues = (route: Route): unknown[] => [
  route.routeId,
  route.driverId,
  route.status,
  JSON.stringify(route.stops),
  route.destination.position.latitude,
  route.destination.position.longitude,
  route.destination.name,
  route.seats,
  route.wheelchairPlaces,
  route.detourBudgetSeconds,
  route.autoAccept,
  route.createTime,
  route.startTime ?? null,
  route.finishTime ?? null,
  route.version,
];
