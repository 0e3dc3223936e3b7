// The newest fix of each driver on duty. Every change is announced to all replicas in the transaction that makes it.
import { Injectable } from '@nestjs/common';
import { boundingBox, distanceMeters, type LatLng } from '@lastmile/geo';
import { Database } from '@lastmile/postgres';
import type { DriverLocation } from './location.types.js';
import { locationOf, type PositionJson } from './position-row.js';

/** A name of the whole database's, hence the prefix. Payload: the row as JSON, some 250 of at most 8,000 bytes. */
export const POSITION_CHANNEL = 'location_positions';

@Injectable()
export class PositionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores a fix newer than the stored one. Returns false, and stores nothing, when it is not newer, or the driver is no
   * longer on this route: the row of the watch is locked, so that a position cannot slip in behind the end of the duty.
   */
  async store({ driverId, routeId, fix }: DriverLocation): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `WITH stored AS (
         INSERT INTO positions (driver_id, route_id, latitude, longitude, time, accuracy_meters,
                                speed_meters_per_second, heading_degrees)
         SELECT driver_id, route_id, $3, $4, $5, $6, $7, $8
         FROM watches WHERE driver_id = $1 AND route_id = $2 AND on_duty FOR SHARE
         ON CONFLICT (driver_id) DO UPDATE
           SET route_id = excluded.route_id, latitude = excluded.latitude, longitude = excluded.longitude,
               time = excluded.time, accuracy_meters = excluded.accuracy_meters,
               speed_meters_per_second = excluded.speed_meters_per_second, heading_degrees = excluded.heading_degrees
           WHERE positions.time < excluded.time
         RETURNING *)
       SELECT pg_notify($9, to_jsonb(stored.*)::text) FROM stored`,
      [
        driverId,
        routeId,
        fix.position.latitude,
        fix.position.longitude,
        fix.time,
        fix.accuracyMeters,
        fix.speedMetersPerSecond ?? null,
        fix.headingDegrees ?? null,
        POSITION_CHANNEL,
      ],
    );
    return rowCount > 0;
  }

  /** By driver id; of these drivers, or of all on duty. */
  async list(driverIds?: readonly string[]): Promise<DriverLocation[]> {
    const rows = await this.database.many<{ position: PositionJson }>(
      `SELECT to_jsonb(positions.*) AS position FROM positions
       WHERE $1::text[] IS NULL OR driver_id = ANY ($1) ORDER BY driver_id`,
      [driverIds ?? null],
    );
    return rows.map(({ position }) => locationOf(position));
  }

  /** Nearest first. The box is answered by an index, the circle by arithmetic. */
  async findNearby(
    center: LatLng,
    radiusMeters: number,
    limit: number,
  ): Promise<{ location: DriverLocation; distanceMeters: number }[]> {
    const { south, north, west, east } = boundingBox(center, radiusMeters);
    const rows = await this.database.many<{ position: PositionJson }>(
      `SELECT to_jsonb(positions.*) AS position FROM positions
       WHERE latitude BETWEEN $1 AND $2
         AND CASE WHEN $3::float8 <= $4::float8 THEN longitude BETWEEN $3 AND $4
                  ELSE longitude >= $3 OR longitude <= $4 END`,
      [south, north, west, east],
    );
    return rows
      .map(({ position }) => locationOf(position))
      .map((location) => ({ location, distanceMeters: distanceMeters(center, location.fix.position) }))
      .filter((near) => near.distanceMeters <= radiusMeters)
      .sort((a, b) => a.distanceMeters - b.distanceMeters || (a.location.driverId < b.location.driverId ? -1 : 1))
      .slice(0, limit);
  }
}
