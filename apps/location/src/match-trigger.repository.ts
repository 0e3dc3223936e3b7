// Asks for matches durably: the mark that a match was asked for and the job that does it commit together.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import { Database } from '@lastmile/postgres';
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
   * Enqueues a match for each approach, in this order, unless one was asked for after `askedBefore` (a time in the future
   * does not count: the demo's clock may have been set back). A job that waits already is replaced, and jobs of one station run one at a time: drivers matched side by side would plan for the same
   * riders, only to be refused by the ledger.
   */
  async ask(approaches: readonly Approach[], now: Date, askedBefore: Date = now): Promise<void> {
    if (approaches.length === 0) return;
    await this.database.transaction(async (tx) => {
      for (const { driverId, routeId, stationId } of approaches) {
        const { rowCount } = await tx.query(
          `UPDATE watch_stops SET match_time = $3
           WHERE driver_id = $1 AND station_id = $2
             AND (match_time IS NULL OR match_time <= $4 OR match_time > $3)`,
          [driverId, stationId, now, askedBefore],
        );
        if (rowCount === 0) continue;
        const data: MatchJob = { driverId, routeId, stationId };
        const key = `${routeId}:${stationId}`;
        await this.jobs.enqueue(tx, { name: 'match', key, queue: queueOf(stationId), data, maxAttempts: MAX_ATTEMPTS });
      }
    });
  }
}

/** Queue names have at most 128 characters. Two stations that share one would only take turns. */
const queueOf = (stationId: string): string => stationId.slice(-64);
