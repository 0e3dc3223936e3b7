// Asks for matches durably: the mark that a match was asked for and the job that does it commit together.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import { Database, type Transaction } from '@lastmile/postgres';
import type { Approach } from './location.types.js';

/** What the job `match` carries. */
export type MatchJob = Pick<Approach, 'driverId' | 'routeId' | 'stationId'>;

/** The next fixes ask again anyway, and a match for a car long gone is worth nothing. */
const MAX_ATTEMPTS = 8;

@Injectable()
export class MatchTriggerRepository {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Enqueues a match for each approach, at each station in this order, unless one was asked for after `askedBefore` (a time
   * in the future does not count: the demo's clock may have been set back). A job that waits already is replaced, and jobs
   * of one station run one at a time: drivers matched side by side would plan for the same riders, only to be refused by
   * the ledger.
   *
   * Many ask for the same cars at the same moment, each in the order of its own ETAs. So one statement marks all, and locks
   * them in one order; the jobs, which have a row for each marked stop, come after it.
   */
  async ask(approaches: readonly Approach[], now: Date, askedBefore: Date = now): Promise<void> {
    if (approaches.length === 0) return;
    await this.database.transaction(async (tx) => {
      const marked = await mark(tx, approaches, now, askedBefore);
      const due = approaches.filter((approach) => marked.has(stopKey(approach)));
      await this.jobs.enqueue(
        tx,
        ...due.map(({ driverId, routeId, stationId }, i) => ({
          ...{ name: 'match', key: `${routeId}:${stationId}`, queue: queueOf(stationId), maxAttempts: MAX_ATTEMPTS },
          data: { driverId, routeId, stationId } satisfies MatchJob,
          // The queue takes the job that is due longest; one statement's rows have no order of their own.
          runAt: new Date(now.getTime() - (due.length - i)),
        })),
      );
    });
  }
}

/**
 * Marks the stops for which a match is due. A driver's row in `watches` is locked before their stops, like everywhere
 * here: shared, as positions are stored meanwhile. A route that is over has nothing to mark.
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

/** Queue names have at most 128 characters. Two stations that share one would only take turns. */
const queueOf = (stationId: string): string => stationId.slice(-64);
