// Gives a service its Database: checked against its migrations at boot, closed after the servers drained.
import { type DynamicModule, Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ConfigError, loadConfig } from '@lastmile/config';
import { isDomainError } from '@lastmile/errors';
import { createLogger, type Logger } from '@lastmile/telemetry';
import { z } from 'zod';
import { assertMigrated } from './assert-migrated.js';
import { Database } from './database.js';
import { MigrationError } from './migration-files.js';
import { codeOf, isAway } from './postgres-error.js';
import { untilAnswered } from './until-answered.js';

const LOGGER = Symbol('postgres logger');

@Global()
@Module({})
export class PostgresModule implements OnApplicationShutdown {
  constructor(private readonly database: Database) {}

  /**
   * Provides `Database` for the whole app, connected as DATABASE_URL says, with at most DATABASE_POOL_MAX connections.
   * Boot waits DATABASE_WAIT_SECONDS for a database that is away. It fails with a ConfigError after that, and at once when
   * the role is refused, or the schema is behind or ahead of the service's migrations.
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
    /** `false` behind a pooler that does not know prepared statements. */
    DATABASE_PREPARE: z.stringbool().default(true),
    /** With the last attempt and the rest of the boot within the startup probe's 60 s. */
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

/** A database that is away, refuses this role or has another schema is put right in DATABASE_URL, or behind it. */
function forOperators(error: unknown): unknown {
  const cause = isDomainError(error) ? error.cause : error;
  if (cause instanceof MigrationError) return new ConfigError(`DATABASE_URL: ${cause.message}`, { cause });
  if (!codeOf(cause) && !isAway(cause)) return error;
  // Refused at every address of a name, an AggregateError has no words of its own.
  return new ConfigError(`DATABASE_URL: cannot connect: ${(cause as Error).message || codeOf(cause)}`, { cause });
}
