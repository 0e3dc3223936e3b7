// Durable jobs that call matching, one for each driver and station, enqueued in the transaction that marks the stop.
import { Injectable } from '@nestjs/common';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import type { Approach } from '../location.types.js';

/** The payload of the job `match`. */
export type MatchJob = Pick<Approach, 'driverId' | 'routeId' | 'stationId'>;

/** The next fixes request a match again anyway, and a match for a car that has left is useless. */
const MAX_ATTEMPTS = 8;

@Injectable()
export class MatchQueue {
  constructor(private readonly jobs: Jobs) {}

  /**
   * A waiting job for the same driver and station is replaced. Jobs of one station run one at a time, in this order:
   * concurrent jobs would plan for the same riders, and the ledger would refuse all but one.
   */
  async add(tx: Transaction, matches: readonly MatchJob[], now: Date): Promise<void> {
    const jobs = matches.map(({ driverId, routeId, stationId }, i) => ({
      name: 'match',
      key: `${routeId}:${stationId}`,
      queue: queueOf(stationId),
      maxAttempts: MAX_ATTEMPTS,
      data: { driverId, routeId, stationId } satisfies MatchJob,
      // The queue takes the job that has been due longest; jobs of one statement have no other order.
      runAt: new Date(now.getTime() - (matches.length - i)),
    }));
    await this.jobs.enqueue(tx, ...jobs);
  }
}

/** Queue names have at most 128 characters. If two stations share a queue, their jobs only run in turn. */
const queueOf = (stationId: string): string => stationId.slice(-64);
