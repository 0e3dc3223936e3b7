// Jobs of all services that have failed permanently: their number per task, without their payloads.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';

export interface DeadJobs {
  /** For example `rider:trip.offered` or `user/mail_password_reset`; begins with the service that runs it. */
  readonly task: string;
  readonly jobs: number;
  /** When the newest of them failed permanently. */
  readonly newestTime: Date;
}

@Injectable()
export class DeadJobsRepository {
  constructor(private readonly database: Database) {}

  async list(): Promise<DeadJobs[]> {
    const rows = await this.database.many<{ task: string; jobs: number; newest_time: Date }>(
      'SELECT task, jobs, newest_time FROM queue.dead_jobs() ORDER BY task',
    );
    return rows.map(({ task, jobs, newest_time: newestTime }) => ({ task, jobs, newestTime }));
  }
}
