// Writing to the shared queue, through its functions (libs/postgres/queue/functions.sql): for oneself, and one's own events for others.
import type { Queries } from '@lastmile/postgres';

/** Names of tasks in the queue; each has one service that works on it. */
export const eventTask = (listener: string, type: string): string => `${listener}:${type}`;
export const timerTask = (service: string, name: string): string => `${service}#${name}`;
export const jobTask = (service: string, name: string): string => `${service}/${name}`;

/** Field names as `queue.add_jobs` takes them. */
export interface JobSpec {
  readonly identifier: string;
  readonly payload: unknown;
  /** Jobs of one queue run one after the other, over all replicas. */
  readonly queue_name?: string;
  /** Wall time; default now. */
  readonly run_at?: Date;
  readonly max_attempts?: number;
  /** Of jobs of one's own: a higher number waits for a lower. */
  readonly priority?: number;
  /** A waiting job of the same key is replaced; a running one is left to finish and not retried. */
  readonly job_key?: string;
  /** One that waits and has not been tried keeps its time when it is replaced. */
  readonly keep_run_at?: boolean;
}

/** Part of the caller's transaction: the jobs exist when it commits, and never when it does not. */
export async function addJobs(queries: Queries, specs: readonly JobSpec[]): Promise<void> {
  if (specs.length === 0) return;
  await queries.query('SELECT queue.add_jobs($1::json)', [JSON.stringify(specs)]);
}

/** Removes a waiting job; keeps a running one from being retried. Nothing happens when there is none. */
export async function removeJob(queries: Queries, key: string): Promise<void> {
  await queries.query('SELECT queue.remove_job($1)', [key]);
}
