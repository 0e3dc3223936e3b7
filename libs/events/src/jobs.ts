// Background jobs of a service for itself: they run at least once, are retried with backoff, and survive restarts.
import type { Clock } from '@lastmile/config';
import type { Queries } from '@lastmile/postgres';
import { addJobs, jobTask, removeJob } from './job-queue.js';

export interface NewJob {
  /** Which handler: `@OnJob(name)`. */
  readonly name: string;
  /** Plain JSON for the handler. */
  readonly data?: unknown;
  /** A new job replaces a waiting one with the same key, so ten requests cause one run. */
  readonly key?: string;
  /** Jobs of one queue run one at a time over all replicas. Use only a small number of queues. */
  readonly queue?: string;
  /** Jobs with lower numbers run first; default 0. */
  readonly priority?: number;
  /** In the domain's time; default now. */
  readonly runAt?: Date;
  /**
   * When true, a waiting job with the same key that has not failed keeps its time, so repeated requests do not delay
   * it. Default false.
   */
  readonly keepsRunAt?: boolean;
  /**
   * Default 25, over about six hours: the backoff grows from 3 s to 20 min. Operators are notified of jobs that fail
   * permanently.
   */
  readonly maxAttempts?: number;
}

export class Jobs {
  constructor(
    private readonly service: string,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction when given one; otherwise in its own. One statement for any number of jobs. */
  async enqueue(queries: Queries, ...jobs: readonly NewJob[]): Promise<void> {
    await addJobs(
      queries,
      jobs.map(({ name, data, key, queue, priority, runAt, keepsRunAt, maxAttempts }) => {
        const identifier = jobTask(this.service, name);
        return {
          identifier,
          payload: { key, data },
          queue_name: queue && `${this.service}/${queue}`,
          priority,
          run_at: runAt && this.clock.wallTimeOf(runAt),
          max_attempts: maxAttempts,
          keep_run_at: keepsRunAt,
          job_key: key && `${identifier}:${key}`,
        };
      }),
    );
  }

  /** The job is not needed any more. A running job continues to its end, so handlers must check the current state. */
  async cancel(queries: Queries, { name, key }: { readonly name: string; readonly key: string }): Promise<void> {
    await removeJob(queries, `${jobTask(this.service, name)}:${key}`);
  }

  /** Number of jobs with this name that could run now; at most `most`. */
  async due(queries: Queries, name: string, most: number): Promise<number> {
    const sql = 'SELECT queue.count_due($1, $2) AS count';
    return (await queries.one<{ count: number }>(sql, [jobTask(this.service, name), most])).count;
  }
}
