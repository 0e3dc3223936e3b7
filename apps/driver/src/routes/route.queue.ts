// Durable jobs of routes, enqueued in the transaction that needs them; route.jobs.ts runs them.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Jobs } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';

/** Completes the pending step of a route. */
export const SETTLE_JOB = 'settle-route';
/** Ends the route of a suspended driver. */
export const STOP_JOB = 'stop-driver';
/** Seconds until the job takes over from the request: the longest time that a call to the ledger may take. */
const SETTLE_SECONDS = 5;

@Injectable()
export class RouteQueue {
  constructor(
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** Runs after some seconds of real time, independent of the speed of the domain's clock. */
  settleLater(tx: Transaction, routeId: string): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + SETTLE_SECONDS * 1000 * this.clock.speed);
    return this.jobs.enqueue(tx, { name: SETTLE_JOB, key: routeId, data: { routeId }, runAt });
  }

  /** The step is complete, so its job is not needed any more. */
  async cancelSettle(tx: Transaction, routeId: string): Promise<void> {
    await this.jobs.cancel(tx, { name: SETTLE_JOB, key: routeId });
  }

  /** Runs as soon as the suspension is committed. */
  stopLater(tx: Transaction, driverId: string): Promise<void> {
    return this.jobs.enqueue(tx, { name: STOP_JOB, key: driverId, data: { driverId } });
  }
}
