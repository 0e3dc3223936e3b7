// `npm run schema:dump` writes `apps/<service>/schema.sql` from a replay of the migrations on an empty PostgreSQL;
// `npm run schema:check` fails where the file differs from the replay.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from '@lastmile/local-postgres';
import { APPS_DIRECTORY, migrate, servicesWithMigrations } from '@lastmile/postgres';
import pg from 'pg';
import { dumpSchema } from './dump-schema.js';

const check = process.argv.includes('--check');
const directory = await mkdtemp(join(tmpdir(), 'lastmile-schema-'));
const local = await startLocalPostgres({ directory, durable: false });
const client = new pg.Client({ connectionString: local.adminUrl });
try {
  await migrate({ adminUrl: local.adminUrl, passwordFor: local.passwordFor });
  await client.connect();
  for (const service of servicesWithMigrations()) {
    const file = join(APPS_DIRECTORY, service, 'schema.sql');
    const text = await dumpSchema(client, service);
    if (!check) await writeFile(file, text);
    else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
      console.error(`${service}: schema.sql differs from its migrations; run \`npm run schema:dump\``);
      process.exitCode = 1;
    }
  }
} finally {
  await client.end();
  await local.stop();
  await rm(directory, { recursive: true, force: true });
}
