// A service refuses to boot when the schema is older or newer than its code.
import type { Database } from './database.js';
import { MigrationError, readMigrations } from './migration-files.js';
import { type AppliedMigration, pendingMigrations } from './migration-plan.js';
import { codeOf } from './postgres-error.js';

/** @throws MigrationError that names the first unexpected migration and how to fix it */
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
