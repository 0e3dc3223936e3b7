// Marks the stops for which a match was requested, in the transaction that enqueues the job.
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@lastmile/postgres';
import type { Approach } from '../location.types.js';
import { MatchQueue } from './match.queue.js';

@Injectable()
export class MatchTriggerRepository {
  constructor(
    private readonly database: Database,
    private readonly queue: MatchQueue,
  ) {}

  /**
   * Enqueues a match for each approach, in this order at each station, unless one was requested after `askedBefore`. A
   * request time in the future is ignored, because the demo's clock may have been set back.
   *
   * Many transactions do this for the same cars at the same time, each with another order of ETAs. To avoid deadlocks,
   * one statement marks all stops and locks them in one order; the jobs, one row per marked stop, come after it.
   */
  async ask(approaches: readonly Approach[], now: Date, askedBefore: Date = now): Promise<void> {
    if (approaches.length === 0) return;
    await this.database.transaction(async (tx) => {
      const marked = await mark(tx, approaches, now, askedBefore);
      const due = approaches.filter((approach) => marked.has(stopKey(approach)));
      await this.queue.add(tx, due, now);
    });
  }
}

/**
 * Marks the stops for which a match is due. A driver's row in `watches` is locked before the stops, as everywhere in
 * this service; with a shared lock, so that positions can be stored meanwhile. A finished route has no stops.
 */
async function mark(
  tx: Transaction,
  approaches: readonly Approach[],
  now: Date,
  askedBefore: Date,
): Promise<ReadonlySet<string>> {
  const marked = await tx.many<{ driverId: string; stationId: string }>(
    `WITH due AS (
       SELECT driver_id, station_id
       FROM unnest($1::text[], $2::text[], $3::text[]) AS asked (driver_id, route_id, station_id)
       JOIN watches USING (driver_id, route_id) JOIN watch_stops USING (driver_id, station_id)
       WHERE match_time IS NULL OR match_time <= $5 OR match_time > $4
       ORDER BY driver_id, station_id FOR SHARE OF watches FOR NO KEY UPDATE OF watch_stops)
     UPDATE watch_stops SET match_time = $4 FROM due
     WHERE watch_stops.driver_id = due.driver_id AND watch_stops.station_id = due.station_id
     RETURNING due.driver_id AS "driverId", due.station_id AS "stationId"`,
    [
      approaches.map(({ driverId }) => driverId),
      approaches.map(({ routeId }) => routeId),
      approaches.map(({ stationId }) => stationId),
      now,
      askedBefore,
    ],
  );
  return new Set(marked.map(stopKey));
}

const stopKey = ({ driverId, stationId }: { driverId: string; stationId: string }) => `${driverId} ${stationId}`;
