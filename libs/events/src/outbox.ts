// Writes all effects of one change together: events to publish and timers to set.
import type { Transaction } from '@lastmile/postgres';
import type { NewEvent } from './event.js';
import type { EventBus } from './event-bus.js';
import { addJobs } from './job-queue.js';
import type { Timer, Timers } from './timers.js';

/**
 * Uses one statement for all: the queue's function costs about the same for one job as for ten, and wakes every worker
 * once per call.
 */
export class Outbox {
  constructor(
    private readonly events: EventBus,
    private readonly timers: Timers,
  ) {}

  /** Part of the transaction. @throws Error like `EventBus.publish` */
  async send(tx: Transaction, events: readonly NewEvent[], timers: readonly Timer[]): Promise<void> {
    await addJobs(tx, [...this.events.jobsOf(events), ...this.timers.jobsOf(timers)]);
  }
}
