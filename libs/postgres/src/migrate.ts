// Updates a database: one role and schema per service, then its migrations, each in its own transaction.
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { installAudit } from './install-audit.js';
import { grantQueue, installEvents } from './install-events.js';
import { APPS_DIRECTORY, MigrationError, readMigrations, servicesWithMigrations } from './migration-files.js';
import { type AppliedMigration, pendingMigrations } from './migration-plan.js';
import { installRole, roleOf } from './roles.js';

export interface MigrateOptions {
  /** A role that may create roles and schemas: a superuser, or the owner of the database with CREATEROLE. */
  readonly adminUrl: string;
  /** The directory of the services; default: `apps` of this checkout or build. */
  readonly appsDirectory?: string;
  /** Default: every service that has migrations. */
  readonly services?: readonly string[];
  /** The password to set for a service's role. Default: `LASTMILE_<SERVICE>_DB_PASSWORD`. */
  readonly passwordFor?: (service: string) => string;
  /** Called after each migration. */
  readonly onApplied?: (service: string, name: string) => void;
}

/** The service that keeps the log of operators' actions. */
const AUDIT_KEEPER = 'user';
/** Any number, but the same for all runners, so that they run one after another. */
const RUNNER_LOCK = 4_207_119;

/**
 * Idempotent and safe to run concurrently. Forward only: each migration runs once, as the service's role, and is
 * recorded in `<service>.migrations`.
 *
 * @throws MigrationError on an edited, missing or failing migration (earlier ones stay applied), or a database without
 * UTF-8
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { appsDirectory = APPS_DIRECTORY, passwordFor = passwordFromEnv } = options;
  const services = options.services ?? servicesWithMigrations(appsDirectory);
  const client = new pg.Client({ connectionString: options.adminUrl, application_name: 'lastmile-migrate' });
  await client.connect();
  try {
    await assertEncoding(client);
    // The default since PostgreSQL 15; older databases keep the old setting.
    await client.query('REVOKE CREATE ON SCHEMA public FROM PUBLIC');
    await client.query('SELECT pg_advisory_lock($1)', [RUNNER_LOCK]);
    await installEvents(client, options.adminUrl, appsDirectory);
    for (const service of services) {
      await installRole(client, service, passwordFor(service));
      await grantQueue(client, service);
      await migrateService(client, service, appsDirectory, options.onApplied);
    }
    if (services.includes(AUDIT_KEEPER)) await installAudit(client, AUDIT_KEEPER);
  } finally {
    await client.end();
  }
}

/** Reads `LASTMILE_<SERVICE>_DB_PASSWORD`, or the file named by `…_FILE`, because clusters mount secrets as files. */
export function passwordFromEnv(service: string): string {
  const key = `LASTMILE_${service.toUpperCase()}_DB_PASSWORD`;
  const file = process.env[`${key}_FILE`];
  const password = process.env[key] || (file && readFileSync(file, 'utf8').trim());
  if (!password) throw new MigrationError(`${key} is not set: it becomes the password of role ${roleOf(service)}`);
  return password;
}

/**
 * An initdb without a locale creates SQL_ASCII databases, which count bytes as characters and lack collations that
 * queries use.
 */
async function assertEncoding(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('SHOW server_encoding');
  const encoding = rows[0]!.server_encoding;
  if (encoding === 'UTF8') return;
  throw new MigrationError(`the database's encoding is ${encoding}: create it with ENCODING 'UTF8' TEMPLATE template0`);
}

async function migrateService(
  client: pg.Client,
  service: string,
  appsDirectory: string,
  onApplied: MigrateOptions['onApplied'],
): Promise<void> {
  const { rows } = await client.query<AppliedMigration>(
    `SELECT number, name, checksum FROM ${client.escapeIdentifier(service)}.migrations ORDER BY number`,
  );
  for (const file of pendingMigrations(service, readMigrations(service, appsDirectory), rows)) {
    await client.query('BEGIN');
    try {
      await client.query(`SET LOCAL ROLE ${client.escapeIdentifier(roleOf(service))}`);
      await client.query(`SET LOCAL search_path TO ${client.escapeIdentifier(service)}`);
      await client.query(file.sql);
      await client.query('INSERT INTO migrations (number, name, checksum) VALUES ($1, $2, $3)', [
        file.number,
        file.name,
        file.checksum,
      ]);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw new MigrationError(`${service}: ${file.name} failed: ${(error as Error).message}`, { cause: error });
    }
    onApplied?.(service, file.name);
  }
}
