// Publishes events in the transaction that causes them: one job per listener, so that a slow or failing listener does
// not delay the others, and a rollback publishes nothing.
import { randomUUID } from 'node:crypto';
import type { Transaction } from '@lastmile/postgres';
import type { NewEvent } from './event.js';
import { addJobs, eventTask, type JobSpec } from './job-queue.js';
import type { ServiceGraph } from './service-graph.js';

export class EventBus {
  constructor(
    private readonly service: string,
    private readonly graph: ServiceGraph,
  ) {}

  /** @throws Error when this service does not declare the type in `tells` of its service.json, which is a bug */
  async publish(tx: Transaction, ...events: readonly NewEvent[]): Promise<void> {
    await addJobs(tx, this.jobsOf(events));
  }

  /** One job for each listener. @throws Error like `publish` */
  jobsOf(events: readonly NewEvent[]): JobSpec[] {
    const { tells } = this.graph.of(this.service);
    return events.flatMap(({ id = randomUUID(), ...event }) => {
      if (!tells.includes(event.type)) throw new Error(`${this.service} does not declare that it tells ${event.type}`);
      const payload = { id, ...event };
      return this.graph
        .listenersOf(event.type)
        .map((listener) => ({ identifier: eventTask(listener, event.type), payload }));
    });
  }
}
