// Durable timers: they survive restarts, fire at least once, and follow the domain's clock.
import type { Clock } from '@lastmile/config';
import type { Queries } from '@lastmile/postgres';
import { addJobs, removeJob, timerTask, type JobSpec } from './job-queue.js';

export interface Timer {
  /** Unique in the service, such as `offer:<trip id>`. */
  readonly key: string;
  /** Which handler: `@OnTimer(name)`. */
  readonly name: string;
  /** In the domain's time. A time in the past fires immediately. */
  readonly at: Date;
  /** Plain JSON for the handler. */
  readonly data?: unknown;
}

export class Timers {
  constructor(
    private readonly service: string,
    private readonly clock: Clock,
  ) {}

  /** Sets the timer, or moves it when the key already exists. Takes effect when the transaction commits. */
  async schedule(tx: Queries, timer: Timer): Promise<void> {
    await addJobs(tx, this.jobsOf([timer]));
  }

  jobsOf(timers: readonly Timer[]): JobSpec[] {
    return timers.map(({ key, name, at, data }) => ({
      identifier: timerTask(this.service, name),
      payload: { key, at, data },
      run_at: this.clock.wallTimeOf(at),
      job_key: this.jobKey(key),
    }));
  }

  /** A timer that is already firing still fires, so handlers must check the current state. */
  async cancel(tx: Queries, key: string): Promise<void> {
    await removeJob(tx, this.jobKey(key));
  }

  private jobKey(key: string): string {
    return `${this.service}#${key}`;
  }
}
