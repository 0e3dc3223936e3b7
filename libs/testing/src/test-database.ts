// A fresh clone of the migrated template database, for one test file.
import { randomUUID } from 'node:crypto';
import pg, { type QueryResultRow } from 'pg';
import { Database, roleOf } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { inDatabase, TEMPLATE, TEST_SERVER_VARIABLE, type TestServer } from './test-server.types.js';

export interface TestDatabase {
  /** Connected as the service's own role, as in production. */
  readonly database: Database;
  /** DATABASE_URL of that role. */
  readonly url: string;
  /** DATABASE_URL of another service on the same clone. */
  urlFor(service: string): string;
  /** Connected as the role of another service, because each service can only publish its own events. */
  databaseOf(service: string): Database;
  /** Runs SQL as the administrator, for checks across schemas (name them: `trip.trips`). */
  admin<Row extends QueryResultRow>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Closes the connections and drops the clone, even if others are still connected. */
  close(): Promise<void>;
}

/** Creates a separate database with every service's schema, empty. Call in `beforeAll`, `close()` in `afterAll`. */
export async function testDatabase(service: string): Promise<TestDatabase> {
  const server = testServer();
  const failure = server.failures[service];
  if (failure) throw new Error(`the schema of ${service} does not migrate: ${failure}`);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server.adminUrl, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);

  const urlFor = (service: string) => {
    const password = server.passwords[service];
    if (password === undefined) throw new Error(`${service} owns no schema`);
    const url = new URL(inDatabase(server.adminUrl, name));
    url.username = roleOf(service);
    url.password = password;
    return url.href;
  };
  const url = urlFor(service);
  const databases = new Map<string, Database>();
  const databaseOf = (service: string) => {
    const logger = createLogger({ service, level: 'silent' });
    const found = databases.get(service) ?? new Database({ url: urlFor(service), service, logger });
    databases.set(service, found);
    return found;
  };
  const database = databaseOf(service);
  const admin = new pg.Pool({ connectionString: inDatabase(server.adminUrl, name), max: 1, idleTimeoutMillis: 1_000 });
  admin.on('error', () => undefined);
  return {
    database,
    url,
    urlFor,
    databaseOf,
    admin: async <Row extends QueryResultRow>(text: string, values?: unknown[]) =>
      (await admin.query<Row>(text, values)).rows,
    close: async () => {
      await Promise.all([...[...databases.values()].map((it) => it.close()), admin.end()]);
      await asAdmin(server.adminUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The PostgreSQL of this Jest run. */
export function testServer(): TestServer {
  const json = process.env[TEST_SERVER_VARIABLE];
  if (!json) throw new Error('no test database: name the file *.int.ts, so that it runs in the integration project');
  return JSON.parse(json) as TestServer;
}

async function asAdmin(adminUrl: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
