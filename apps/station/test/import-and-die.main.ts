/** `import-and-die.main.ts <directory> <feed>`: an import whose process is killed between its last row and its commit. */
import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { Database, type Transaction } from '@lastmile/postgres';
import { clockFromEnv } from '@lastmile/config';
import { createLogger } from '@lastmile/telemetry';
import { ImportRepository } from '../src/import/import.repository.js';
import { ImportService } from '../src/import/import.service.js';
import { TimetableRepository } from '../src/timetable/timetable.repository.js';

class DyingDatabase extends Database {
  override transaction<T>(fn: (tx: Transaction) => Promise<T>) {
    return super.transaction(async (tx) => {
      await fn(tx);
      writeSync(1, 'all rows of the new version are written\n');
      process.kill(process.pid, 'SIGKILL');
      return new Promise<T>(() => {});
    });
  }
}

const [feedPath, feedId] = process.argv.slice(2);
const logger = createLogger({ service: 'station', level: 'silent' });
const database = new DyingDatabase({ url: process.env.DATABASE_URL!, service: 'station', logger });
const imports = new ImportService(new ImportRepository(database), new TimetableRepository(database), clockFromEnv());
await imports.import({ feedPath, feedId, replayLastWeek: false }, () => {});
