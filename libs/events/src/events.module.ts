// Wires the bus, timers, jobs and the worker into a service.
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService } from '@nestjs/core';
import { Clock, clockFromEnv } from '@lastmile/config';
import { APPS_DIRECTORY, Database } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { EventBus } from './event-bus.js';
import { EventWorker } from './event-worker.js';
import { Jobs } from './jobs.js';
import { Outbox } from './outbox.js';
import { ServiceGraph } from './service-graph.js';
import { Timers } from './timers.js';

export interface EventsOptions {
  /** Default: `clockFromEnv()`. */
  readonly clock?: Clock;
  /** Directory of the services' declarations; default: `apps` of this checkout or build. */
  readonly appsDirectory?: string;
  /** Concurrent handlers in each process; default 3. Use more when handlers wait for external services. */
  readonly concurrency?: number;
}

const CONCURRENCY = 3;

@Global()
@Module({})
export class EventsModule {
  /**
   * Provides `EventBus`, `Timers`, `Outbox`, `Jobs` and their `Clock` to the whole app, and runs its `@OnEvent`,
   * `@OnTimer` and `@OnJob` methods from boot to shutdown. Needs `PostgresModule.forService`.
   */
  static forService(service: string, options: EventsOptions = {}): DynamicModule {
    return {
      module: EventsModule,
      imports: [DiscoveryModule],
      providers: [
        { provide: Clock, useFactory: () => options.clock ?? clockFromEnv() },
        { provide: ServiceGraph, useFactory: () => new ServiceGraph(options.appsDirectory ?? APPS_DIRECTORY) },
        {
          provide: EventBus,
          inject: [ServiceGraph],
          useFactory: (graph: ServiceGraph) => new EventBus(service, graph),
        },
        { provide: Timers, inject: [Clock], useFactory: (clock: Clock) => new Timers(service, clock) },
        {
          provide: Outbox,
          inject: [EventBus, Timers],
          useFactory: (events: EventBus, timers: Timers) => new Outbox(events, timers),
        },
        { provide: Jobs, inject: [Clock], useFactory: (clock: Clock) => new Jobs(service, clock) },
        {
          provide: EventWorker,
          inject: [Database, ServiceGraph, DiscoveryService, Clock],
          useFactory: (database: Database, graph: ServiceGraph, discovery: DiscoveryService, clock: Clock) =>
            new EventWorker(
              service,
              database,
              graph,
              discovery,
              clock,
              createLogger({ service }),
              options.concurrency ?? CONCURRENCY,
            ),
        },
      ],
      exports: [EventBus, Timers, Outbox, Jobs, Clock],
    };
  }
}
