// Takes out what is old: one durable job a service, every hour, in small batches. It runs in one replica at a time.
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
    /** Outcomes of requests, for answering a repeat alike. */
    REQUEST_RETENTION_DAYS: kept.default(7),
    /** Jobs and events that were given up. */
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

  /** Every replica asks at each start; the job waits once, and is not put off by it: a service that restarts often sweeps, too. */
  onApplicationBootstrap(): Promise<void> {
    return this.runIn(HOUR_MS / 60, { keepsRunAt: true });
  }

  /** A rule that fails is logged and leaves the others alone; it has its next turn in an hour. */
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

  /** Of wall time, as the rows are. */
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
