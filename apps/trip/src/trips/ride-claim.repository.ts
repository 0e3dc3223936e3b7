// The SQL of ride claims: the rows that make two routes take turns for one rider.
import type { Transaction } from '@lastmile/postgres';
import type { RideClaim } from '../trip.types.js';

const COLUMNS = 'ride_id AS "rideId", closed, excluded_driver_ids AS "excludedDriverIds"';

/**
 * Locks the rides, and makes rows for those the ledger has not heard of: by id, as two that insert the same ones wait for
 * each other. One statement, as the update, which changes nothing, locks the newest version of a row that is there already.
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

/** Locks the rides that are known, by id. */
export async function lockRides(tx: Transaction, rideIds: readonly string[]): Promise<Map<string, RideClaim>> {
  const claims = await tx.many<RideClaim>(
    `SELECT ${COLUMNS} FROM rides WHERE ride_id = ANY($1) ORDER BY ride_id FOR UPDATE`,
    [rideIds],
  );
  return byRide(claims);
}

/** Those of these people whose accounts were erased; the others stay until the transaction is over. */
export async function erasedAmong(tx: Transaction, personIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.many<{ person: string }>(
    'SELECT person FROM unnest($1::text[]) AS person WHERE is_erased(person)',
    [[...new Set(personIds)].sort()],
  );
  return new Set(rows.map(({ person }) => person));
}

/** No commit seats the ride any more. */
export async function closeClaim(tx: Transaction, rideId: string): Promise<void> {
  await tx.query('UPDATE rides SET closed = true WHERE ride_id = $1', [rideId]);
}

/** No commit seats the ride in this driver's car any more. */
export async function excludeDriver(tx: Transaction, rideId: string, driverId: string): Promise<void> {
  await tx.query(
    `UPDATE rides SET excluded_driver_ids = array_append(excluded_driver_ids, $2)
     WHERE ride_id = $1 AND NOT $2 = ANY (excluded_driver_ids)`,
    [rideId, driverId],
  );
}

const byRide = (claims: readonly RideClaim[]) => new Map(claims.map((claim) => [claim.rideId, claim]));
