// Which migrations are still to run, or why the history cannot be continued. Pure.
import { MigrationError, type MigrationFile } from './migration-files.js';

export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * The files to apply, in order. History is append-only: what ran must still be there, unedited, and nothing may slip in
 * before it.
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
