// The SQL of trips and their history. It decides nothing: `ledger.repository.ts` combines it into transactions.
import type { Queries, Transaction } from '@lastmile/postgres';
import { CHANGING_COLUMNS, fromRow, toJsonRow, TRIP_COLUMNS, TRIP_SELECT, type TripRow } from './trip.row.js';
import type { Change } from './trip.state.js';
import {
  LIVE_STATUSES,
  type HistoryEntry,
  type Trip,
  type TripFilter,
  type TripPosition,
  type TripStatus,
} from '../trip.types.js';

/** The ids needed to lock a trip; none of them ever changes. */
export interface TripAddress {
  readonly tripId: string;
  readonly routeId: string;
  readonly rideId: string;
}
type Address = TripAddress & Record<string, unknown>;
const ADDRESS = 'trip_id AS "tripId", route_id AS "routeId", ride_id AS "rideId"';

export const addressOf = (queries: Queries, tripId: string): Promise<TripAddress | undefined> =>
  queries.maybeOne<Address>(`SELECT ${ADDRESS} FROM trips WHERE trip_id = $1`, [tripId]);

export async function findTrip(queries: Queries, tripId: string): Promise<Trip | undefined> {
  const row = await queries.maybeOne<TripRow>(`SELECT ${TRIP_SELECT} FROM trips t WHERE trip_id = $1`, [tripId]);
  return row && fromRow(row);
}

/** Locks the trips, sorted by trip_id; unknown ids are left out. */
export async function lockTrips(tx: Transaction, tripIds: readonly string[]): Promise<Trip[]> {
  if (tripIds.length === 0) return [];
  const rows = await tx.many<TripRow>(
    `SELECT ${TRIP_SELECT} FROM trips t WHERE trip_id = ANY($1) ORDER BY trip_id FOR UPDATE`,
    [tripIds],
  );
  return rows.map(fromRow);
}

/** Stable only while the rides are locked. */
export const liveTripsOfRides = (queries: Queries, rideIds: readonly string[]): Promise<TripAddress[]> =>
  queries.many<Address>(`SELECT ${ADDRESS} FROM trips WHERE live AND ride_id = ANY($1) ORDER BY trip_id`, [rideIds]);

/** Stable only while the route's load is locked. */
export const liveTripsOfRoute = (queries: Queries, routeId: string): Promise<TripAddress[]> =>
  queries.many<Address>(`SELECT ${ADDRESS} FROM trips WHERE live AND route_id = $1 ORDER BY trip_id`, [routeId]);

/** The newest trip of a ride, live or not. */
export async function lastTripOf(queries: Queries, rideId: string): Promise<Trip | undefined> {
  const row = await queries.maybeOne<TripRow>(
    `SELECT ${TRIP_SELECT} FROM trips t WHERE ride_id = $1 ORDER BY create_time DESC, live DESC, end_time DESC LIMIT 1`,
    [rideId],
  );
  return row && fromRow(row);
}

/** Inserts trips, each with the first entry of its history. */
export async function insertTrips(tx: Transaction, trips: readonly Trip[]): Promise<void> {
  const columns = TRIP_COLUMNS.join(', ');
  await tx.query(
    `WITH created AS (
       INSERT INTO trips (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(NULL::trips, $1::jsonb)
       RETURNING trip_id, version, status, create_time)
     INSERT INTO trip_history (trip_id, version, status, actor, time)
     SELECT trip_id, version, status, 'platform', create_time FROM created`,
    [JSON.stringify(trips.map(toJsonRow))],
  );
}

export async function updateTrips(tx: Transaction, trips: readonly Trip[]): Promise<void> {
  const assignments = CHANGING_COLUMNS.map((column) => `${column} = r.${column}`).join(', ');
  await tx.query(
    `UPDATE trips t SET ${assignments} FROM jsonb_populate_recordset(NULL::trips, $1::jsonb) r
     WHERE t.trip_id = r.trip_id`,
    [JSON.stringify(trips.map(toJsonRow))],
  );
}

export async function insertHistory(
  tx: Transaction,
  changes: readonly Pick<Change, 'trip' | 'actor' | 'time'>[],
): Promise<void> {
  const entries = changes.map(({ trip, actor, time }) => ({
    trip_id: trip.tripId,
    version: trip.version,
    status: trip.status,
    actor,
    time,
  }));
  await tx.query(`INSERT INTO trip_history SELECT * FROM jsonb_populate_recordset(NULL::trip_history, $1::jsonb)`, [
    JSON.stringify(entries),
  ]);
}

/** Oldest first, up to the version of the given trip: a newer change may have been stored since it was read. */
export const historyOf = (queries: Queries, { tripId, version }: Trip): Promise<HistoryEntry[]> =>
  queries.many<HistoryEntry & Record<string, unknown>>(
    'SELECT version, status, actor, time FROM trip_history WHERE trip_id = $1 AND version <= $2 ORDER BY version',
    [tripId, version],
  );

/** Newest first, after `position`. */
export async function listTrips(
  queries: Queries,
  filter: TripFilter,
  limit: number,
  position?: TripPosition,
): Promise<Trip[]> {
  const values: unknown[] = [limit];
  const value = (given: unknown): string => `$${values.push(given)}`;
  const conditions = ['true'];
  if (filter.riderId) conditions.push(`rider_id = ${value(filter.riderId)}`);
  if (filter.driverId) conditions.push(`driver_id = ${value(filter.driverId)}`);
  if (filter.personId) conditions.push(`(rider_id = ${value(filter.personId)} OR driver_id = $${values.length})`);
  if (filter.routeIds) conditions.push(`route_id = ANY(${value(filter.routeIds)})`);
  // The filter on live or ended trips is added because the indexes are partial: one of live trips, one of ended trips.
  if (filter.status)
    conditions.push(`status = ${value(filter.status)}`, isLiveStatus(filter.status) ? 'live' : 'NOT live');
  if (filter.liveOnly) conditions.push('live');
  if (filter.rideId) conditions.push(`ride_id = ${value(filter.rideId)}`);
  if (filter.stationId) conditions.push(`station_id = ${value(filter.stationId)}`);
  if (filter.createFromTime) conditions.push(`create_time >= ${value(filter.createFromTime)}`);
  if (filter.createToTime) conditions.push(`create_time < ${value(filter.createToTime)}`);
  if (filter.text) {
    // The texts are joined by a character that no name contains, so that nothing matches across two of them. This
    // collation handles letters beyond ASCII, whatever collation the database has.
    const words = `lower(concat_ws(chr(31), rider_name, driver_name, vehicle_plate) COLLATE pg_c_utf8)`;
    conditions.push(`strpos(${words}, lower(${value(filter.text)} COLLATE pg_c_utf8)) > 0`);
  }
  if (position) {
    conditions.push(`(create_time, trip_id) < (${value(position.createTime)}, ${value(position.tripId)}::uuid)`);
  }
  const rows = await queries.many<TripRow>(
    `SELECT ${TRIP_SELECT} FROM trips t WHERE ${conditions.join(' AND ')}
     ORDER BY create_time DESC, trip_id DESC LIMIT $1`,
    values,
  );
  return rows.map(fromRow);
}

const isLiveStatus = (status: TripStatus): boolean => (LIVE_STATUSES as readonly TripStatus[]).includes(status);
