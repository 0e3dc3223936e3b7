// Runs the handlers of one service: wakes up for new jobs, polls for due timers, releases jobs of dead workers, stops
// gracefully.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Logger as WorkerLogger, run, type Runner, type WorkerEvents, type WorkerPool } from 'graphile-worker';
import type { Clock } from '@lastmile/config';
import type { Database } from '@lastmile/postgres';
import type { Logger } from '@lastmile/telemetry';
import type { PoolClient } from 'pg';
import { DeadWorkers, declareAlive } from './dead-workers.js';
import type { ServiceGraph } from './service-graph.js';
import { taskListOf } from './task-list.js';
import { workerPool } from './worker-pool.js';

/**
 * One listens, the other fetches and completes jobs. Handlers use the service's own pool. With a shared pool there
 * could be a deadlock: handlers would hold all connections, and completing a job would wait for one.
 */
const CONNECTIONS = 2;
const STOP_SECONDS = 10;
const FREE_JOBS_MS = 2_000;
const BEAT_MS = 3_000;
const QUEUE_MS = 20;

export class EventWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly events: WorkerEvents = new EventEmitter();
  private readonly deadWorkers: DeadWorkers;
  private runner?: Runner;
  private pool?: WorkerPool;
  private listener?: PoolClient;
  private readonly timers: NodeJS.Timeout[] = [];
  private stopping = false;

  constructor(
    private readonly service: string,
    private readonly database: Database,
    private readonly graph: ServiceGraph,
    private readonly discovery: DiscoveryService,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly concurrency: number,
  ) {
    this.deadWorkers = new DeadWorkers(database);
  }

  /** Does nothing in a service that has no handler. @throws Error when handlers and service.json disagree */
  async onApplicationBootstrap(): Promise<void> {
    const { tasks, hasSchedules } = taskListOf(this.service, this.graph, this.discovery, this.logger);
    if (Object.keys(tasks).length === 0) return;
    this.events.on('pool:create', ({ workerPool }) => (this.pool = workerPool));
    this.events.on('pool:listen:success', ({ client }) => {
      this.listener = client;
      // graphile-worker sends its LISTEN right after this event, and a connection handles one query at a time.
      client.once('drain', () => void this.declareAlive(client));
    });
    // If one job was due, there may be more: wake another worker.
    this.events.on('job:start', () => this.wake());
    // The next job of the same queue becomes available right after this event, when no worker is polling.
    this.events.on('job:complete', ({ job }) => {
      if (job.job_queue_id !== null) setTimeout(() => this.wake(), QUEUE_MS).unref();
    });
    this.runner = await run({
      pgPool: workerPool(this.database.dedicatedPool(CONNECTIONS, 'jobs')),
      schema: 'events',
      taskList: tasks,
      parsedCronItems: [],
      concurrency: this.concurrency,
      // Otherwise each idle worker would poll; instead, `wake` lets one worker poll for all.
      pollInterval: 60_000,
      noHandleSignals: true,
      logger: quietLogger(this.logger),
      events: this.events,
    });
    this.runner.promise.then(
      () => this.endProcess(undefined),
      (err: unknown) => this.endProcess(err),
    );
    const pollMs = hasSchedules && this.clock.speed > 1 ? Math.max(200, 1_000 / this.clock.speed) : 2_000;
    this.timers.push(
      setInterval(() => this.wake(), pollMs),
      setInterval(() => void this.freeJobsOfDeadWorkers(), FREE_JOBS_MS),
      setInterval(() => this.listener && void this.declareAlive(this.listener), BEAT_MS),
    );
  }

  /**
   * Takes no more jobs and waits for the running ones; those that take too long are interrupted and run again
   * elsewhere.
   */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.stopping) return;
    this.stopping = true;
    this.timers.forEach((timer) => clearInterval(timer));
    if (!this.runner) return;
    const waiting = new AbortController();
    const tooLong = delay(STOP_SECONDS * 1_000, 'too long', { signal: waiting.signal }).catch(() => 'stopped');
    const stopped = this.runner.stop().then(() => 'stopped');
    const outcome = await Promise.race([stopped, tooLong]).finally(() => waiting.abort());
    if (outcome === 'too long') await this.pool?.forcefulShutdown('handlers took too long to stop');
  }

  private wake(): void {
    if (this.stopping) return;
    try {
      this.pool?.nudge(1);
    } catch (err) {
      this.endProcess(err); // a worker of the pool has ended unexpectedly
    }
  }

  /** Declares the worker alive, and checks the session it listens with, because nothing else sends queries on it. */
  private async declareAlive(listener: PoolClient): Promise<void> {
    if (this.stopping || !this.pool) return;
    try {
      await declareAlive(listener, this.service, this.pool.id);
    } catch (error) {
      // The pool has closed the connection, so graphile-worker opens another one.
      if (!this.stopping) this.logger.warn({ reason: (error as Error).message }, 'listening session lost');
    }
  }

  private async freeJobsOfDeadWorkers(): Promise<void> {
    try {
      const dead = await this.deadWorkers.freeJobs();
      if (dead === 0) return;
      this.logger.info({ dead }, 'took over the jobs of dead workers');
      this.wake();
    } catch (err) {
      if (!this.stopping) this.logger.warn({ err }, 'could not look for dead workers');
    }
  }

  /** A service that handles no events must not look healthy: ends the process, so that its supervisor restarts it. */
  private endProcess(err: unknown): void {
    if (this.stopping) return;
    this.logger.error({ err }, 'event worker died');
    process.kill(process.pid, 'SIGTERM');
  }
}

/** Logs graphile-worker's messages without job payloads; failures are logged by the handlers' wrapper. */
function quietLogger(logger: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (meta?.failure) return;
    if (level === 'error') logger.warn(message);
    else if (level === 'warning') logger.debug(message);
    else logger.trace(message);
  });
}
