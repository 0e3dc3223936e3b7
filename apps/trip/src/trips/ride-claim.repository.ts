// The SQL of ride claims: locking these rows serializes two routes that want the same rider.
import type { Transaction } from '@lastmile/postgres';
import type { RideClaim } from '../trip.types.js';

const COLUMNS = 'ride_id AS "rideId", closed, excluded_driver_ids AS "excludedDriverIds"';

/**
 * Locks the rides by id, and inserts rows for rides that are new to the ledger. The order by id avoids deadlocks
 * between two inserts of the same rides. It is one statement: the update changes nothing, but it locks the newest
 * version of an existing row.
 */
export async function claimRides(tx: Transaction, rideIds: readonly string[]): Promise<Map<string, RideClaim>> {
  const claims = await tx.many<RideClaim>(
    `INSERT INTO rides (ride_id) SELECT ride_id FROM unnest($1::uuid[]) AS ride_id ORDER BY ride_id
     ON CONFLICT (ride_id) DO UPDATE SET closed = rides.closed
     RETURNING ${COLUMNS}`,
    [rideIds],
  );
  return byRide(claims);
}

/** Locks the known rides, in the order of their ids. */
export async function lockRides(tx: Transaction, rideIds: readonly string[]): Promise<Map<string, RideClaim>> {
  const claims = await tx.many<RideClaim>(
    `SELECT ${COLUMNS} FROM rides WHERE ride_id = ANY($1) ORDER BY ride_id FOR UPDATE`,
    [rideIds],
  );
  return byRide(claims);
}

/** Which of these people have an erased account. The others cannot be erased until the transaction ends. */
export async function erasedAmong(tx: Transaction, personIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.many<{ person: string }>(
    'SELECT person FROM unnest($1::text[]) AS person WHERE is_erased(person)',
    [[...new Set(personIds)].sort()],
  );
  return new Set(rows.map(({ person }) => person));
}

/** After this no commit gives the ride a seat. */
export async function closeClaim(tx: Transaction, rideId: string): Promise<void> {
  await tx.query('UPDATE rides SET closed = true WHERE ride_id = $1', [rideId]);
}

/** After this no commit gives the ride a seat in this driver's car. */
export async function excludeDriver(tx: Transaction, rideId: string, driverId: string): Promise<void> {
  await tx.query(
    `UPDATE rides SET excluded_driver_ids = array_append(excluded_driver_ids, $2)
     WHERE ride_id = $1 AND NOT $2 = ANY (excluded_driver_ids)`,
    [rideId, driverId],
  );
}

const byRide = (claims: readonly RideClaim[]) => new Map(claims.map((claim) => [claim.rideId, claim]));
