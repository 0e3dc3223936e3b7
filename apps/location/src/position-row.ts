// A row of `positions` as JSON, as it comes from joins and through NOTIFY.
import type { DriverLocation, Fix } from './location.types.js';

export interface PositionJson {
  readonly driver_id: string;
  readonly route_id: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly time: string;
  readonly accuracy_meters: number;
  readonly speed_meters_per_second: number | null;
  readonly heading_degrees: number | null;
}

export interface PositionRow {
  readonly position: PositionJson | null;
}

export const fixOf = (row: PositionJson): Fix => ({
  position: { latitude: row.latitude, longitude: row.longitude },
  time: new Date(row.time),
  accuracyMeters: row.accuracy_meters,
  speedMetersPerSecond: row.speed_meters_per_second ?? undefined,
  headingDegrees: row.heading_degrees ?? undefined,
});

export const locationOf = (row: PositionJson): DriverLocation => ({
  driverId: row.driver_id,
  routeId: row.route_id,
  fix: fixOf(row),
});
