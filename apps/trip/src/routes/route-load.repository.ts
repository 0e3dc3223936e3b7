// The SQL of route loads. Lock order for every change on a route: route load, then rides, then trips.
import { notFound } from '@lastmile/errors';
import type { Queries, Transaction } from '@lastmile/postgres';
import type { RouteLoad } from '../trip.types.js';

const COLUMNS = `route_id AS "routeId", driver_id AS "driverId", driver_name AS "driverName",
  vehicle_plate AS "vehiclePlate", vehicle_description AS "vehicleDescription", seats, seats_taken AS "seatsTaken",
  wheelchair_places AS "wheelchairPlaces", wheelchair_places_taken AS "wheelchairPlacesTaken",
  auto_accept AS "autoAccept",
  route_version AS "routeVersion", open, takes_riders AS "takesRiders"`;

export const lockLoad = (tx: Transaction, routeId: string): Promise<RouteLoad | undefined> =>
  tx.maybeOne<RouteLoad>(`SELECT ${COLUMNS} FROM route_loads WHERE route_id = $1 FOR UPDATE`, [routeId]);

/** Like `lockLoad`, but throws ROUTE_NOT_FOUND. */
export async function requireLoad(tx: Transaction, routeId: string): Promise<RouteLoad> {
  const load = await lockLoad(tx, routeId);
  if (!load) throw notFound('route', routeId);
  return load;
}

/** Sorted by route_id; unknown ids are left out. */
export const loadsOf = (queries: Queries, routeIds: readonly string[]): Promise<RouteLoad[]> =>
  queries.many<RouteLoad>(`SELECT ${COLUMNS} FROM route_loads WHERE route_id = ANY($1) ORDER BY route_id`, [routeIds]);

/**
 * False if the route is already inserted, or if the driver has another open route. The result does not say which,
 * because of two equal inserts Postgres may report either unique index.
 */
export async function insertLoad(tx: Transaction, load: RouteLoad): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO route_loads (route_id, driver_id, driver_name, vehicle_plate, vehicle_description, seats,
       wheelchair_places, auto_accept, route_version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
    [load.routeId, load.driverId, ...offered(load)],
  );
  return rowCount === 1;
}

/** Writes what the route offers. The database counts the taken seats from the trips. */
export async function updateLoad(tx: Transaction, load: RouteLoad): Promise<void> {
  await tx.query(
    `UPDATE route_loads SET driver_name = $2, vehicle_plate = $3, vehicle_description = $4, seats = $5,
       wheelchair_places = $6, auto_accept = $7, route_version = $8 WHERE route_id = $1`,
    [load.routeId, ...offered(load)],
  );
}

/** Closes a route without live trips. Driver and car are deleted here, because each trip stores them. */
export const closeLoad = (tx: Transaction, routeId: string): Promise<RouteLoad> =>
  tx.one<RouteLoad>(
    `UPDATE route_loads SET open = false, driver_name = '', vehicle_plate = '', vehicle_description = ''
     WHERE route_id = $1 RETURNING ${COLUMNS}`,
    [routeId],
  );

/** Riders aboard keep the route open; no new riders join. */
export const stopTaking = (tx: Transaction, routeId: string): Promise<RouteLoad> =>
  tx.one<RouteLoad>(`UPDATE route_loads SET takes_riders = false WHERE route_id = $1 RETURNING ${COLUMNS}`, [routeId]);

const offered = (load: RouteLoad): unknown[] => [
  load.driverName,
  load.vehiclePlate,
  load.vehicleDescription,
  load.seats,
  load.wheelchairPlaces,
  load.autoAccept,
  load.routeVersion,
];
