// Durable jobs that ask matching for a plan: one for a driver at a station, enqueued in the transaction that notes it.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import type { Approach } from '../location.types.js';

/** What the job `match` carries. */
export type MatchJob = Pick<Approach, 'driverId' | 'routeId' | 'stationId'>;

/** The next fixes ask again anyway, and a match for a car that has gone is worth nothing. */
const MAX_ATTEMPTS = 8;

@Injectable()
export class MatchQueue {
  constructor(private readonly jobs: Jobs) {}

  /**
   * A job that waits already is replaced. Jobs of one station run one at a time, in this order: drivers matched side by side
   * would plan for the same riders, and the ledger would refuse all but one.
   */
  async add(tx: Transaction, matches: readonly MatchJob[], now: Date): Promise<void> {
    const jobs = matches.map(({ driverId, routeId, stationId }, i) => ({
      name: 'match',
      key: `${routeId}:${stationId}`,
      queue: queueOf(stationId),
      maxAttempts: MAX_ATTEMPTS,
      data: { driverId, routeId, stationId } satisfies MatchJob,
      // The queue takes the job that is due longest; jobs of one statement have no order of their own.
      runAt: new Date(now.getTime() - (matches.length - i)),
    }));
    await this.jobs.enqueue(tx, ...jobs);
  }
}

/** Queue names have at most 128 characters. Two stations that share a queue only take turns. */
const queueOf = (stationId: string): string => stationId.slice(-64);
