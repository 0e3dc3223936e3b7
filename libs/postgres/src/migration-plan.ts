// Which migrations still have to run, or why the history does not match. Pure.
import { MigrationError, type MigrationFile } from './migration-files.js';

export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * The files to apply, in order. History is append-only: applied migrations must still exist, unedited, and no new one
 * may come before them.
 *
 * @throws MigrationError on an edited, missing or late migration
 */
export function pendingMigrations(
  service: string,
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): MigrationFile[] {
  const fileByNumber = new Map(files.map((file) => [file.number, file]));
  for (const { number, name, checksum } of applied) {
    const file = fileByNumber.get(number);
    if (!file) throw new MigrationError(`${service}: ${name} ran on this database but is missing from the code`);
    if (file.checksum !== checksum) {
      throw new MigrationError(`${service}: ${file.name} was edited after it ran; write a new migration instead`);
    }
  }
  const newest = Math.max(-1, ...applied.map(({ number }) => number));
  const done = new Set(applied.map(({ number }) => number));
  const pending = files.filter(({ number }) => !done.has(number));
  const late = pending.find(({ number }) => number < newest);
  if (late) throw new MigrationError(`${service}: ${late.name} comes before migrations that already ran; renumber it`);
  return pending;
}
