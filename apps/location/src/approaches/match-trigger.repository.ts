// Marks the stops for which a match was asked for, in the transaction that enqueues the job.
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
   * Enqueues a match for each approach, at each station in this order, unless one was asked for after `askedBefore` (a time
   * in the future does not count: the demo's clock may have been set back).
   *
   * Many ask for the same cars at the same moment, each in the order of its own ETAs. So one statement marks all, and locks
   * them in one order; the jobs, which have a row for each marked stop, come after it.
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
 * this service; with a shared lock, as positions are stored meanwhile. A route that is over has no stops.
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
