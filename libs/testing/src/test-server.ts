// Run as a separate process by the Jest set-up: `start <directory>` creates a temporary PostgreSQL with a migrated
// template database and prints its address as JSON; `stop <directory>` stops it and removes the directory.
import { rm } from 'node:fs/promises';
import pg from 'pg';
import { startLocalPostgres, stopLocalPostgres } from '@lastmile/local-postgres';
import { migrate, servicesWithMigrations } from '@lastmile/postgres';
import { inDatabase, TEMPLATE, type TestServer } from './test-server.types.js';

const [command, directory] = process.argv.slice(2);
if (!directory) throw new Error('usage: test-server.ts start|stop <directory>');

if (command === 'start') {
  process.stdout.write(JSON.stringify(await start(directory)));
} else {
  await stopLocalPostgres(directory);
  await rm(directory, { recursive: true, force: true });
}

async function start(directory: string): Promise<TestServer> {
  const { adminUrl, passwordFor } = await startLocalPostgres({ directory, durable: false });
  const services = servicesWithMigrations();
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  const failures: Record<string, string> = {};
  for (const service of services) {
    // A schema that cannot be migrated only fails the tests of its own service.
    await migrate({ adminUrl: inDatabase(adminUrl, TEMPLATE), passwordFor, services: [service] }).catch(
      (error: Error) => (failures[service] = error.message),
    );
  }
  // A template can only be cloned while nobody is connected to it.
  await admin.query(`ALTER DATABASE ${TEMPLATE} WITH ALLOW_CONNECTIONS false`);
  await admin.end();
  const passwords = Object.fromEntries(services.map((service) => [service, passwordFor(service)]));
  return { directory, adminUrl, passwords, failures };
}
