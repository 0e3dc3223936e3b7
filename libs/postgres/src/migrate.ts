// Brings a database up to date: one role and schema per service, then its migrations, one transaction each.
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
  /** Where the services live; default: those of this checkout or build. */
  readonly appsDirectory?: string;
  /** Default: every service that has migrations. */
  readonly services?: readonly string[];
  /** The password that a service's role shall have. Default: `LASTMILE_<SERVICE>_DB_PASSWORD`. */
  readonly passwordFor?: (service: string) => string;
  /** Told of each migration after it ran. */
  readonly onApplied?: (service: string, name: string) => void;
}

/** The service that keeps the log of what operators did. */
const AUDIT_KEEPER = 'user';
/** Any number; the same for all runners, so that two of them take turns. */
const RUNNER_LOCK = 4_207_119;

/**
 * Idempotent and safe to run side by side. Forward only: each migration runs once, as the service's role, and is recorded
 * in `<service>.migrations`.
 *
 * @throws MigrationError on an edited, missing or failing migration (earlier ones stay applied), or a database that is not UTF-8
 */
export async function migrate(options: MigrateOptions): Promise<void> {
  const { appsDirectory = APPS_DIRECTORY, passwordFor = passwordFromEnv } = options;
  const services = options.services ?? servicesWithMigrations(appsDirectory);
  const client = new pg.Client({ connectionString: options.adminUrl, application_name: 'lastmile-migrate' });
  await client.connect();
  try {
    await assertEncoding(client);
    // As from PostgreSQL 15 on; databases that are older than that keep what they were made with.
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

/** Reads `LASTMILE_<SERVICE>_DB_PASSWORD`, or the file that `…_FILE` names, as secrets are mounted in clusters. */
export function passwordFromEnv(service: string): string {
  const key = `LASTMILE_${service.toUpperCase()}_DB_PASSWORD`;
  const file = process.env[`${key}_FILE`];
  const password = process.env[key] || (file && readFileSync(file, 'utf8').trim());
  if (!password) throw new MigrationError(`${key} is not set: it becomes the password of role ${roleOf(service)}`);
  return password;
}

/** What an initdb without a locale makes, SQL_ASCII, counts bytes for characters and lacks collations that queries name. */
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
