// Migration files: `apps/<service>/migrations/NNNN_name.sql`, after the built-in ones of this library.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from '@lastmile/config';

export interface MigrationFile {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text. */
  readonly checksum: string;
}

/**
 * A migration cannot run, or the recorded history does not match the files. One line for the operator names service and
 * file.
 */
export class MigrationError extends ConfigError {
  override readonly name = 'MigrationError';
}

/** `apps/` of the checkout or build this code runs from. */
export const APPS_DIRECTORY = fileURLToPath(new URL('../../../apps', import.meta.url));
const BUILT_IN = fileURLToPath(new URL('../migrations', import.meta.url));
const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/;

/** The services that own a schema: the folders of `apps/` that have migrations. */
export function servicesWithMigrations(appsDirectory = APPS_DIRECTORY): string[] {
  return readdirSync(appsDirectory)
    .filter((service) => existsSync(join(appsDirectory, service, 'migrations')))
    .sort();
}

/** Built-in and own migrations by number. @throws MigrationError on an invalid file name or a duplicate number */
export function readMigrations(service: string, appsDirectory = APPS_DIRECTORY): MigrationFile[] {
  const files = [BUILT_IN, join(appsDirectory, service, 'migrations')].flatMap((directory) =>
    readdirSync(directory).map((name) => readMigration(service, directory, name)),
  );
  files.sort((a, b) => a.number - b.number);
  files.forEach((file, i) => {
    if (files[i - 1]?.number === file.number) {
      throw new MigrationError(`${service}: ${files[i - 1]?.name} and ${file.name} have the same number`);
    }
  });
  return files;
}

function readMigration(service: string, directory: string, name: string): MigrationFile {
  const number = FILE_NAME.exec(name)?.[1];
  if (number === undefined) throw new MigrationError(`${service}: ${name} is not named like 0001_create_trips.sql`);
  const sql = readFileSync(join(directory, name), 'utf8');
  return { number: Number(number), name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}
