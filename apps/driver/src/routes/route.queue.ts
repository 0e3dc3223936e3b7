// Durable jobs of routes, enqueued in the transaction that makes them necessary; route.jobs.ts runs them.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';

/** Brings the pending step of a route to its end. */
export const SETTLE_JOB = 'settle-route';
/** Ends what a suspended driver is doing. */
export const STOP_JOB = 'stop-driver';
/** Wall seconds until the job takes over from whoever asked: as long as a call to the ledger may take. */
const SETTLE_SECONDS = 5;

@Injectable()
export class RouteQueue {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** After some seconds of wall time, whatever the speed of the domain's clock. */
  settleLater(tx: Transaction, routeId: string): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + SETTLE_SECONDS * 1000 * this.clock.speed);
    return this.jobs.enqueue(tx, { name: SETTLE_JOB, key: routeId, data: { routeId }, runAt });
  }

  /** The step has ended: its job is of no use any more. */
  async cancelSettle(tx: Transaction, routeId: string): Promise<void> {
    await this.jobs.cancel(tx, { name: SETTLE_JOB, key: routeId });
  }

  /** At once, after the suspension is committed. */
  stopLater(tx: Transaction, driverId: string): Promise<void> {
    return this.jobs.enqueue(tx, { name: STOP_JOB, key: driverId, data: { driverId } });
  }
}
