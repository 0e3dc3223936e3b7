// What must hold once a rush hour is over, by SQL alone.
import { waitFor } from '@lastmile/testing';
import { asAdmin } from './admin.js';
import type { Answers } from './answers.js';

/** Waits until no offer is open and every event that was told has been heard. */
export async function settle(adminUrl: string): Promise<void> {
  const pending = `
    SELECT FROM trip.trips WHERE status = 'offered'
    UNION ALL SELECT FROM events._private_jobs j JOIN events._private_tasks t ON t.id = j.task_id
      WHERE split_part(t.identifier, ':', 1) IN ('driver', 'rider', 'trip')`;
  const isSettled = async () => (await asAdmin(adminUrl, pending)).length === 0;
  await waitFor(isSettled, { timeoutSeconds: 60, what: 'offers answered and events heard' });
}

/** Rides that the rider service shows otherwise than the ledger has them. Only once settled. */
export const misled = (adminUrl: string): Promise<unknown[]> =>
  asAdmin(
    adminUrl,
    `SELECT r.ride_id, r.status, t.status AS trip FROM rider.rides r
     LEFT JOIN trip.trips t ON t.ride_id = r.ride_id AND t.live
     WHERE (r.open AND r.status <> coalesce(t.status, 'waiting')) OR (NOT r.open AND t.trip_id IS NOT NULL)`,
  );

/** Answers that the ledger does not know of: states of trips, and cancellations of rides. */
export async function unknownToLedger(adminUrl: string, answers: Answers): Promise<unknown[]> {
  const trips = await asAdmin(
    adminUrl,
    `SELECT told.* FROM jsonb_to_recordset($1::jsonb) AS told ("tripId" uuid, version bigint, status text)
     WHERE NOT EXISTS (SELECT FROM trip.trip_history h
       WHERE (h.trip_id, h.version, h.status) = (told."tripId", told.version, told.status))`,
    [JSON.stringify(answers.trips)],
  );
  const rides = await asAdmin(
    adminUrl,
    `SELECT ride_id AS "cancelledRideId" FROM unnest($1::uuid[]) AS told (ride_id)
     WHERE NOT EXISTS (SELECT FROM trip.rides r WHERE r.ride_id = told.ride_id AND closed)
        OR NOT EXISTS (SELECT FROM rider.rides r WHERE r.ride_id = told.ride_id AND status = 'cancelled')`,
    [answers.cancelledRideIds],
  );
  return [...trips, ...rides];
}

/** Rides that wait at these stations, and those of them that no plan has considered since they began to wait. */
export async function waitingAt(adminUrl: string, stationIds: readonly string[]) {
  const waiting = await asAdmin<{ ride_id: string; considered_time: Date | null }>(
    adminUrl,
    `SELECT ride_id, considered_time FROM rider.rides WHERE status = 'waiting' AND station_id = ANY($1)`,
    [stationIds],
  );
  return { waiting, overlooked: waiting.filter(({ considered_time }) => considered_time === null) };
}

/** How many riders the ledger refused to plans that were made for an older state of it. */
export async function refusedByLedger(adminUrl: string): Promise<number> {
  const [row] = await asAdmin<{ count: string }>(
    adminUrl,
    `SELECT count(*) FROM trip.requests, jsonb_array_elements(outcome -> 'result' -> 'json' -> 'refused')
     WHERE command = 'CommitMatch'`,
  );
  return Number(row?.count);
}
