// Provides a service's Database: migrations are checked at boot, connections are closed after the servers have drained.
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ConfigError, loadConfig } from '@lastmile/config';
import { isDomainError } from '@lastmile/errors';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { z } from 'zod';
import { assertMigrated } from './assert-migrated.js';
import { Database } from './database.js';
import { MigrationError } from './migration-files.js';
import { codeOf, isUnavailable } from './postgres-error.js';
import { untilAnswered } from './until-answered.js';

const LOGGER = Symbol('postgres logger');

@Global()
@Module({})
export class PostgresModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /**
   * Provides `Database` for the whole app, connected with DATABASE_URL, with at most DATABASE_POOL_MAX connections.
   * Boot waits DATABASE_WAIT_SECONDS for an unavailable database, then fails with a ConfigError. It fails immediately
   * when the role is refused, or the schema is older or newer than the service's migrations.
   */
  static forService(service: string): DynamicModule {
    return {
      module: PostgresModule,
      providers: [
        { provide: LOGGER, useFactory: () => createLogger({ service }) },
        { provide: Database, inject: [LOGGER], useFactory: (logger: Logger) => connect(service, logger) },
      ],
      exports: [Database],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

async function connect(service: string, logger: Logger): Promise<Database> {
  const config = loadConfig({
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(100).default(5),
    /** `false` for a pooler that does not support prepared statements. */
    DATABASE_PREPARE: z.stringbool().default(true),
    /** With this value, waiting and the rest of the boot fit into the 60 s of the startup probe. */
    DATABASE_WAIT_SECONDS: z.coerce.number().min(0).max(3600).default(45),
  });
  const {
    DATABASE_URL: url,
    DATABASE_POOL_MAX: poolMax,
    DATABASE_PREPARE: prepare,
    DATABASE_WAIT_SECONDS: seconds,
  } = config;
  const database = new Database({ url, service, poolMax, prepare, logger });
  try {
    await untilAnswered(() => assertMigrated(database), { seconds, logger });
    return database;
  } catch (error) {
    await database.close();
    throw forOperators(error);
  }
}

/**
 * Errors that an operator fixes in DATABASE_URL or at the database: it is unavailable, refuses this role or has another
 * schema.
 */
function forOperators(error: unknown): unknown {
  const cause = isDomainError(error) ? error.cause : error;
  if (cause instanceof MigrationError) return new ConfigError(`DATABASE_URL: ${cause.message}`, { cause });
  if (!codeOf(cause) && !isUnavailable(cause)) return error;
  // If all addresses of a name refuse the connection, the AggregateError has no message of its own.
  return new ConfigError(`DATABASE_URL: cannot connect: ${(cause as Error).message || codeOf(cause)}`, { cause });
}
