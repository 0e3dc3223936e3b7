// Background work of a service for itself: done at least once, retried with growing pauses, surviving restarts.
import type { Clock } from '@lastmile/config';
import type { Queries } from '@lastmile/postgres';
import { addJobs, jobTask, removeJob } from './job-queue.js';

export interface NewJob {
  /** Which handler: `@OnJob(name)`. */
  readonly name: string;
  /** Plain JSON for the handler. */
  readonly data?: unknown;
  /** While a job of the same key waits, the new one replaces it; so asking ten times costs one run. */
  readonly key?: string;
  /** Jobs of one queue run one at a time over all replicas. Queues are few and fixed, or named after few things. */
  readonly queue?: string;
  /** Jobs of a higher number wait for those of a lower; default 0. */
  readonly priority?: number;
  /** In the domain's time; default now. */
  readonly runAt?: Date;
  /** A job of the same key that waits, and has not failed, keeps its time: asking again and again does not put it off. Default false. */
  readonly keepsRunAt?: boolean;
  /** Default 25, over some six hours: the pauses grow from 3 s to 20 min. Whoever runs the platform is told of jobs that gave up. */
  readonly maxAttempts?: number;
}

export class Jobs {
  constructor(
    private readonly service: string,
    private readonly clock: Clock,
  ) {}

  /** Part of the transaction when given one; on its own when given the database. One statement, however many jobs. */
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

  /** What the job was for is done. One that runs at this moment goes on to its end: handlers check what they find. */
  async cancel(queries: Queries, { name, key }: { readonly name: string; readonly key: string }): Promise<void> {
    await removeJob(queries, `${jobTask(this.service, name)}:${key}`);
  }

  /** How many jobs of this name could be worked on now; counts up to `most`. */
  async due(queries: Queries, name: string, most: number): Promise<number> {
    const sql = 'SELECT queue.count_due($1, $2) AS count';
    return (await queries.one<{ count: number }>(sql, [jobTask(this.service, name), most])).count;
  }
}
