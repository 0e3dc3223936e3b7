// Drivers on duty and their target stations.
import { Injectable } from '@nestjs/common';
import { Database, type Queries } from '@lastmile/postgres';
import type { Doubt, MatchOutcome, Route, Duty, DutyStop } from '../location.types.js';
import { POSITION_CHANNEL } from '../fixes/position.repository.js';
import { dateOf, doubtOf, fixOf, type DoubtJson, type PositionRow } from '../fixes/position.row.js';
import { tripOf, type TripJson } from './trip.row.js';

@Injectable()
export class DutyRepository {
  constructor(private readonly database: Database) {}

  /** The driver's duty; undefined for a driver who is off duty. */
  async find(driverId: string): Promise<Duty | undefined> {
    const [duty] = await select(this.database, 'AND watches.driver_id = $1', [driverId]);
    return duty;
  }

  /**
   * Drivers on duty with that target station, with any pickup status; all drivers on duty when `stationId` is
   * undefined.
   */
  async list(stationId?: string): Promise<Duty[]> {
    if (stationId === undefined) return select(this.database, '', []);
    return select(this.database, 'AND watches.driver_id IN (SELECT driver_id FROM watch_stops WHERE station_id = $1)', [
      stationId,
    ]);
  }

  /** Stores matching's result; does nothing for a finished route. */
  async recordMatch(
    of: { driverId: string; routeId: string; stationId: string },
    outcome: MatchOutcome,
  ): Promise<void> {
    await this.database.query(
      `UPDATE watch_stops SET last_match = $4
       FROM watches WHERE watches.driver_id = watch_stops.driver_id
         AND watches.driver_id = $1 AND watches.route_id = $2 AND watch_stops.station_id = $3`,
      [of.driverId, of.routeId, of.stationId, JSON.stringify(outcome)],
    );
  }

  /** Stores a doubtful position that later fixes may confirm; does nothing for a finished route. */
  async saveDoubt({ driverId, routeId }: Duty, doubt: Doubt | undefined): Promise<void> {
    await this.database.query('UPDATE watches SET doubt = $3 WHERE driver_id = $1 AND route_id = $2 AND on_duty', [
      driverId,
      routeId,
      doubt ? JSON.stringify(doubt) : null,
    ]);
  }

  /**
   * Stores a route unless a newer route or a newer version is stored, or its driver was erased. When the route is not
   * started, the driver's position and stations are deleted.
   *
   * @param time of the change; for a station marked `arrived`, the time since when the car waits there
   * @param timeZones of the route's stations
   */
  async apply(route: Route, time: Date, timeZones: ReadonlyMap<string, string>): Promise<void> {
    const { driverId, routeId, startTime, version, onDuty, seats } = route;
    if (!startTime) return;
    await this.database.transaction(async (tx) => {
      const { erased } = await tx.one<{ erased: boolean }>('SELECT is_erased($1) AS erased', [driverId]);
      if (erased) return;
      // Locked before the insert, which replaces the previous route.
      const known = await tx.maybeOne<{ route_id: string }>(
        'SELECT route_id FROM watches WHERE driver_id = $1 FOR UPDATE',
        [driverId],
      );
      const { rowCount } = await tx.query(
        `INSERT INTO watches (driver_id, route_id, start_time, version, on_duty, seats) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (driver_id) DO UPDATE
           SET route_id = excluded.route_id, start_time = excluded.start_time,
               version = excluded.version, on_duty = excluded.on_duty, seats = excluded.seats
           WHERE watches.route_id = excluded.route_id AND watches.version < excluded.version
              OR watches.route_id <> excluded.route_id AND watches.start_time < excluded.start_time`,
        [driverId, routeId, startTime, version, onDuty, seats],
      );
      if (rowCount === 0) return;
      if (!onDuty || known?.route_id !== routeId) {
        await forget(tx, driverId);
        // Trips of this route may be stored already, because events come in any order.
        await tx.query('DELETE FROM trips WHERE driver_id = $1 AND ($2 OR route_id <> $3)', [
          driverId,
          !onDuty,
          routeId,
        ]);
      }
      if (onDuty) await saveStops(tx, route, time, timeZones);
    });
  }
}

/** Deletes the car's position and its stops. All replicas are notified that it is gone. */
async function forget(tx: Queries, driverId: string): Promise<void> {
  await tx.query(
    `WITH gone AS (DELETE FROM positions WHERE driver_id = $1 RETURNING driver_id)
     SELECT pg_notify($2, jsonb_build_object('driver_id', driver_id, 'gone', true)::text) FROM gone`,
    [driverId, POSITION_CHANNEL],
  );
  await tx.query('UPDATE watches SET doubt = NULL WHERE driver_id = $1', [driverId]);
  await tx.query('DELETE FROM watch_stops WHERE driver_id = $1', [driverId]);
}

interface WatchRow extends PositionRow {
  readonly driver_id: string;
  readonly route_id: string;
  readonly start_time: Date;
  readonly seats: number;
  readonly doubt: DoubtJson | null;
  readonly trips: readonly TripJson[];
  readonly stops: readonly {
    readonly station_id: string;
    readonly latitude: number;
    readonly longitude: number;
    readonly time_zone: string;
    readonly pickup_status: DutyStop['pickupStatus'];
    readonly arrive_time: string | null;
    readonly match_time: string | null;
    readonly last_match: (Omit<MatchOutcome, 'time'> & { readonly time: string }) | null;
    readonly reached_time: string | null;
    readonly passed_time: string | null;
  }[];
}

async function select(queries: Queries, where: string, values: readonly unknown[]): Promise<Duty[]> {
  const rows = await queries.many<WatchRow>(
    `SELECT watches.driver_id, watches.route_id, watches.start_time, watches.seats, watches.doubt,
       to_jsonb(positions.*) AS position,
       (SELECT coalesce(jsonb_agg(to_jsonb(trips.*) ORDER BY dropoff_order, trip_id), '[]')
        FROM trips WHERE trips.driver_id = watches.driver_id AND trips.route_id = watches.route_id
          AND trips.status <> 'ended') AS trips,
       (SELECT coalesce(jsonb_agg(to_jsonb(watch_stops.*) ORDER BY position), '[]')
        FROM watch_stops WHERE watch_stops.driver_id = watches.driver_id) AS stops
     FROM watches LEFT JOIN positions USING (driver_id)
     WHERE on_duty ${where}
     ORDER BY watches.driver_id`,
    values,
  );
  return rows.map((row) => ({
    driverId: row.driver_id,
    routeId: row.route_id,
    startTime: row.start_time,
    stops: row.stops.map((stop) => ({
      stationId: stop.station_id,
      position: { latitude: stop.latitude, longitude: stop.longitude },
      timeZone: stop.time_zone,
      pickupStatus: stop.pickup_status,
      arriveTime: dateOf(stop.arrive_time),
      matchTime: dateOf(stop.match_time),
      lastMatch: stop.last_match ? { ...stop.last_match, time: new Date(stop.last_match.time) } : undefined,
      reachedTime: dateOf(stop.reached_time),
      passedTime: dateOf(stop.passed_time),
    })),
    seats: row.seats,
    trips: row.trips.map(tripOf),
    doubt: row.doubt ? doubtOf(row.doubt) : undefined,
    fix: row.position ? fixOf(row.position) : undefined,
  }));
}

/** The stations of a route are fixed; only their pickup status changes. */
async function saveStops(
  tx: Queries,
  { driverId, stops }: Route,
  time: Date,
  timeZones: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [position, { stationId, position: place, pickupStatus }] of stops.entries()) {
    await tx.query(
      `INSERT INTO watch_stops
         (driver_id, station_id, position, latitude, longitude, time_zone, pickup_status, arrive_time)
       VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7 = 'arrived' THEN $8::timestamptz END)
       ON CONFLICT (driver_id, station_id) DO UPDATE
         SET pickup_status = excluded.pickup_status,
             arrive_time = coalesce(watch_stops.arrive_time, excluded.arrive_time)`,
      [
        driverId,
        stationId,
        position,
        place.latitude,
        place.longitude,
        timeZones.get(stationId) ?? 'UTC',
        pickupStatus,
        time,
      ],
    );
  }
}
