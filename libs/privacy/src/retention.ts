// Deletes old data: one durable job per service, every hour, in small batches. It runs in one replica at a time.
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock, loadConfig } from '@lastmile/config';
import { Jobs, OnJob } from '@lastmile/events';
import { Database, purgeRequests } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { PersonalData, type RetentionRule } from './personal-data.js';
import { kept } from './retention.config.js';
import { forgetDeadJobs } from './stored-requests.js';

const RETENTION = 'retention';
const BATCH = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

@Injectable()
export class Retention implements OnApplicationBootstrap {
  private readonly config = loadConfig({
    /** Outcomes of requests, which are needed to answer a repeat in the same way. */
    REQUEST_RETENTION_DAYS: kept.default(7),
    /** Jobs and events that have failed permanently. */
    JOB_RETENTION_DAYS: kept.default(14),
  });
  private readonly logger;

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly data: PersonalData,
  ) {
    this.logger = createLogger({ service: database.service });
  }

  /**
   * Every replica enqueues the job at each start, but only one waits and keeps its time, so that the job also runs in a
   * service that restarts often.
   */
  onApplicationBootstrap(): Promise<void> {
    return this.runIn(HOUR_MS / 60, { keepsRunAt: true });
  }

  /** When a rule fails, this is logged, and the other rules run; it runs again in an hour. */
  @OnJob(RETENTION)
  async run(): Promise<void> {
    for (const rule of [...this.data.retention, ...this.common()]) await this.apply(rule);
    await this.runIn(HOUR_MS);
  }

  private async apply({ name, sweep }: RetentionRule): Promise<void> {
    let total = 0;
    try {
      for (let swept = BATCH; swept >= BATCH; total += swept) swept = await sweep(BATCH);
    } catch (err) {
      this.logger.warn({ err, rule: name }, 'retention failed');
    }
    if (total > 0) this.logger.info({ rule: name, rows: total }, 'retention');
  }

  /** In real time, like the rows. */
  private common(): RetentionRule[] {
    const { REQUEST_RETENTION_DAYS: requestDays, JOB_RETENTION_DAYS: jobDays } = this.config;
    return [
      { name: 'requests', sweep: () => purgeRequests(this.database, requestDays).then(() => 0) },
      {
        name: 'jobs given up',
        sweep: () => forgetDeadJobs(this.database, { before: new Date(Date.now() - jobDays * DAY_MS) }).then(() => 0),
      },
    ];
  }

  private runIn(wallMs: number, { keepsRunAt = false } = {}): Promise<void> {
    const runAt = new Date(this.clock.now().getTime() + wallMs * this.clock.speed);
    return this.jobs.enqueue(this.database, { name: RETENTION, key: RETENTION, queue: RETENTION, runAt, keepsRunAt });
  }
}
