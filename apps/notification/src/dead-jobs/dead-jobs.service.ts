// Checks for jobs that have failed permanently, and notifies operators. Every replica checks; inboxes ignore repeats.
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DeadJobsRepository } from './dead-jobs.repository.js';
import { NotificationService } from '../notification.service.js';

const LOOK_MS = 60_000;

@Injectable()
export class DeadJobsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(DeadJobsService.name);
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly deadJobs: DeadJobsRepository,
    private readonly notifications: NotificationService,
  ) {}

  onApplicationBootstrap(): void {
    const look = () => this.look().catch((err: Error) => this.logger.warn({ err }, 'could not look for dead jobs'));
    this.timer = setInterval(() => void look(), LOOK_MS);
    void look();
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Checks once. */
  async look(): Promise<void> {
    for (const dead of await this.deadJobs.list()) await this.notifications.alertOfDeadJobs(dead);
  }
}
