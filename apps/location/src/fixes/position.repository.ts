// The newest fix of each driver on duty. Every change is announced to all replicas in the transaction that makes it.
import { Injectable } from '@nestjs/common';
import { boundingBox, distanceMeters, type LatLng } from '@lastmile/geo';
import { Database } from '@lastmile/postgres';
import type { DriverLocation, StoredLocation } from '../location.types.js';
import { locationOf, type PositionJson } from './position.row.js';

/**
 * Channel names are shared by the whole database, hence the prefix. Payload: the row as JSON, about 350 bytes plus 250
 * per trip, with at most eight trips, below the limit of 8,000 bytes; or `{driver_id, gone: true}`.
 */
export const POSITION_CHANNEL = 'location_positions';

@Injectable()
export class PositionRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores a fix that is newer than the stored one. Returns false, and stores nothing, when it is not newer or the
   * driver is no longer on this route: the duty's row is locked, so that no position is stored after the end of the
   * duty. The commit does not wait for the disk, because the next fix comes within seconds.
   */
  async store({ driverId, routeId, fix, etas, freeSeats }: DriverLocation): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `WITH stored AS (
         INSERT INTO positions (driver_id, route_id, latitude, longitude, time, accuracy_meters,
                                speed_meters_per_second, heading_degrees, etas, free_seats)
         SELECT driver_id, route_id, $3, $4, $5, $6, $7, $8, $9, $10
         FROM watches, set_config('synchronous_commit', 'off', true)
         WHERE driver_id = $1 AND route_id = $2 AND on_duty FOR SHARE OF watches
         ON CONFLICT (driver_id) DO UPDATE
           SET route_id = excluded.route_id, latitude = excluded.latitude, longitude = excluded.longitude,
               time = excluded.time, accuracy_meters = excluded.accuracy_meters,
               speed_meters_per_second = excluded.speed_meters_per_second, heading_degrees = excluded.heading_degrees,
               etas = excluded.etas, free_seats = excluded.free_seats, revision = positions.revision + 1
           WHERE positions.time < excluded.time
         RETURNING *)
       SELECT pg_notify($11, to_jsonb(stored.*)::text) FROM stored`,
      [
        driverId,
        routeId,
        fix.position.latitude,
        fix.position.longitude,
        fix.time,
        fix.accuracyMeters,
        fix.speedMetersPerSecond ?? null,
        fix.headingDegrees ?? null,
        JSON.stringify(etas),
        freeSeats,
        POSITION_CHANNEL,
      ],
    );
    return rowCount > 0;
  }

  /** Updates ETAs and seats of the stored fix. False when a newer fix, with its own ETAs, has been stored. */
  async revise({ driverId, routeId, fix, etas, freeSeats }: DriverLocation): Promise<boolean> {
    const { rowCount } = await this.database.query(
      `WITH revised AS (
         UPDATE positions SET etas = $4, free_seats = $5, revision = revision + 1
         WHERE driver_id = $1 AND route_id = $2 AND time = $3 RETURNING *)
       SELECT pg_notify($6, to_jsonb(revised.*)::text) FROM revised`,
      [driverId, routeId, fix.time, JSON.stringify(etas), freeSeats, POSITION_CHANNEL],
    );
    return rowCount > 0;
  }

  /** Sorted by driver id; of these drivers, or of all on duty. */
  async list(driverIds?: readonly string[]): Promise<StoredLocation[]> {
    const rows = await this.database.many<{ position: PositionJson }>(
      `SELECT to_jsonb(positions.*) AS position FROM positions
       WHERE $1::text[] IS NULL OR driver_id = ANY ($1) ORDER BY driver_id`,
      [driverIds ?? null],
    );
    return rows.map(({ position }) => locationOf(position));
  }

  /**
   * Drivers with free seats and a fix since that time, nearest first. An index finds those in the bounding box, a
   * distance those in the circle.
   */
  async findAvailable(
    center: LatLng,
    radiusMeters: number,
    since: Date,
    limit = Infinity,
  ): Promise<{ location: StoredLocation; distanceMeters: number }[]> {
    const { south, north, west, east } = boundingBox(center, radiusMeters);
    const rows = await this.database.many<{ position: PositionJson }>(
      `SELECT to_jsonb(positions.*) AS position FROM positions
       WHERE free_seats > 0 AND time >= $5 AND latitude BETWEEN $1 AND $2
         AND CASE WHEN $3::float8 <= $4::float8 THEN longitude BETWEEN $3 AND $4
                  ELSE longitude >= $3 OR longitude <= $4 END`,
      [south, north, west, east, since],
    );
    return rows
      .map(({ position }) => locationOf(position))
      .map((location) => ({ location, distanceMeters: distanceMeters(center, location.fix.position) }))
      .filter((near) => near.distanceMeters <= radiusMeters)
      .sort((a, b) => a.distanceMeters - b.distanceMeters || (a.location.driverId < b.location.driverId ? -1 : 1))
      .slice(0, limit);
  }
}
