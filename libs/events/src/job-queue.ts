// Writes to the shared queue through its functions (libs/postgres/queue/functions.sql): a service's own jobs, and its
// events for others.
import type { Queries } from '@lastmile/postgres';

/** Names of tasks in the queue; each task is handled by one service. */
export const eventTask = (listener: string, type: string): string => `${listener}:${type}`;
export const timerTask = (service: string, name: string): string => `${service}#${name}`;
export const jobTask = (service: string, name: string): string => `${service}/${name}`;

/** Field names as in `queue.add_jobs`. */
export interface JobSpec {
  readonly identifier: string;
  readonly payload: unknown;
  /** Jobs of one queue run one after another, over all replicas. */
  readonly queue_name?: string;
  /** Real time; default now. */
  readonly run_at?: Date;
  readonly max_attempts?: number;
  /** Among a service's own jobs: lower numbers run first. */
  readonly priority?: number;
  /** Replaces a waiting job with the same key; a running one finishes and is not retried. */
  readonly job_key?: string;
  /** When true, a replaced job that was not tried yet keeps its time. */
  readonly keep_run_at?: boolean;
}

/** Part of the caller's transaction: the jobs exist only if it commits. */
export async function addJobs(queries: Queries, specs: readonly JobSpec[]): Promise<void> {
  if (specs.length === 0) return;
  await queries.query('SELECT queue.add_jobs($1::json)', [JSON.stringify(specs)]);
}

/** Removes a waiting job; prevents retries of a running one. Does nothing when there is none. */
export async function removeJob(queries: Queries, key: string): Promise<void> {
  await queries.query('SELECT queue.remove_job($1)', [key]);
}
