// A service refuses to boot on a schema that is behind its code, or ahead of it.
import type { Database } from './database.js';
import { MigrationError, readMigrations } from './migration-files.js';
import { type AppliedMigration, pendingMigrations } from './migration-plan.js';
import { codeOf } from './postgres-error.js';

/** @throws MigrationError that names the first migration in question and what to do about it */
export async function assertMigrated(database: Database): Promise<void> {
  const { service } = database;
  const applied = await database
    .many<AppliedMigration>('SELECT number, name, checksum FROM migrations ORDER BY number')
    .catch((error: unknown) => {
      if (codeOf(error) === UNDEFINED_TABLE) return [];
      throw error;
    });
  const [next] = pendingMigrations(service, readMigrations(service), applied);
  if (next) throw new MigrationError(`${service}: ${next.name} has not run on this database; run \`npm run migrate\``);
}

const UNDEFINED_TABLE = '42P01';
