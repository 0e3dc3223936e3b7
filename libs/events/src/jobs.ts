// Background work of a service for itself: done at least once, retried with growing pauses, surviving restarts.
import type { Clock } from '@lastmile/config';
import type { Queries } from '@lastmile/postgres';
import { addJobs, jobTask } from './job-queue.js';

export interface NewJob {
  /** Which handler: `@OnJob(name)`. */
  readonly name: string;
  /** Plain JSON for the handler. */
  readonly data?: unknown;
  /** While a job of the same key waits, the new one replaces it; so asking ten times costs one run. */
  readonly key?: string;
  /** Jobs of one queue run one at a time over all replicas. Queues are few and fixed, or named after few things. */
  readonly queue?: string;
  /** In the domain's time; default now. */
  readonly runAt?: Date;
  /** Default 25, over some six hours. */
  readonly maxAttempts?: number;
}

export class Jobs {
  constructor(
    private readonly service: string,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction when given one; on its own when given the database. */
  async enqueue(queries: Queries, job: NewJob): Promise<void> {
    const identifier = jobTask(this.service, job.name);
    await addJobs(queries, [
      {
        identifier,
        payload: { key: job.key, data: job.data },
        queue_name: job.queue && `${this.service}/${job.queue}`,
        run_at: job.runAt && this.clock.wallTimeOf(job.runAt),
        max_attempts: job.maxAttempts,
        job_key: job.key && `${identifier}:${job.key}`,
      },
    ]);
  }
}
