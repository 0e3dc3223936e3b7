// What one change causes, written together: events to tell at once, timers to fire later.
import type { Transaction } from '@lastmile/postgres';
import type { NewEvent } from './event.js';
import type { EventBus } from './event-bus.js';
import { addJobs } from './job-queue.js';
import type { Timer, Timers } from './timers.js';

/** One statement for all: the queue's function costs about as much for one job as for ten, and wakes every worker once a call. */
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
