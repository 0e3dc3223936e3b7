// Rows of `positions` as JSON, as joins and NOTIFY deliver them, and the JSON inside of them.
import type { Doubt, Fix, StoredLocation, TripEta } from '../location.types.js';

export interface PositionJson {
  readonly driver_id: string;
  readonly route_id: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly time: string;
  readonly accuracy_meters: number;
  readonly speed_meters_per_second: number | null;
  readonly heading_degrees: number | null;
  readonly etas: readonly Json<TripEta>[];
  readonly free_seats: number;
  readonly revision: number;
}

export interface PositionRow {
  readonly position: PositionJson | null;
}

/** A value after JSON.stringify and JSON.parse: dates are text. */
type Json<T> = {
  readonly [Key in keyof T]: T[Key] extends Date
    ? string
    : T[Key] extends Date | undefined
      ? string | undefined
      : T[Key];
};

export interface DoubtJson {
  readonly fix: Json<Fix>;
  readonly since: string;
  readonly count: number;
}

export const dateOf = (text: string | null | undefined): Date | undefined => (text ? new Date(text) : undefined);

export const fixOf = (row: PositionJson): Fix => ({
  position: { latitude: row.latitude, longitude: row.longitude },
  time: new Date(row.time),
  accuracyMeters: row.accuracy_meters,
  speedMetersPerSecond: row.speed_meters_per_second ?? undefined,
  headingDegrees: row.heading_degrees ?? undefined,
});

export const doubtOf = ({ fix, since, count }: DoubtJson): Doubt => ({
  fix: { ...fix, time: new Date(fix.time) },
  since: new Date(since),
  count,
});

export const locationOf = (row: PositionJson): StoredLocation => ({
  driverId: row.driver_id,
  routeId: row.route_id,
  fix: fixOf(row),
  etas: row.etas.map((eta) => ({
    tripId: eta.tripId,
    pickupEtaTime: dateOf(eta.pickupEtaTime),
    dropoffEtaTime: new Date(eta.dropoffEtaTime),
    stationReachedTime: dateOf(eta.stationReachedTime),
    pickupPassedTime: dateOf(eta.pickupPassedTime),
    dropoffReachedTime: dateOf(eta.dropoffReachedTime),
  })),
  freeSeats: row.free_seats,
  revision: row.revision,
});
