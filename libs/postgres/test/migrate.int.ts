import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertMigrated, Database, migrate, MigrationError, servicesWithMigrations } from '@lastmile/postgres';
import { createLogger } from '@lastmile/telemetry';
import { testDatabase, testServer, type TestDatabase } from '@lastmile/testing';

const logger = createLogger({ service: 'test', level: 'silent' });

describe('migrate', () => {
  let test: TestDatabase;
  let adminUrl: string;
  let apps: string;
  // A service name of its own for each test, since roles are shared by all databases of the server.
  let service: string;

  beforeAll(async () => {
    test = await testDatabase('trip');
    adminUrl = Object.assign(new URL(testServer().adminUrl), { pathname: new URL(test.url).pathname }).href;
  });
  afterAll(() => test.close());
  beforeEach(() => {
    apps = mkdtempSync(join(tmpdir(), 'lastmile-apps-'));
    service = `m${randomUUID().slice(0, 8)}`;
    mkdirSync(join(apps, service, 'migrations'), { recursive: true });
    write('0001_create_things.sql', 'CREATE TABLE things (id int PRIMARY KEY)');
  });
  afterEach(async () => {
    await test.admin(`DROP SCHEMA IF EXISTS ${service} CASCADE`);
    await test.admin(`DROP OWNED BY lastmile_${service}`).catch(() => undefined);
    await test.admin(`DROP ROLE IF EXISTS lastmile_${service}`);
    rmSync(apps, { recursive: true });
  });

  const write = (name: string, sql: string) => writeFileSync(join(apps, service, 'migrations', name), sql);
  const run = (applied: string[] = []) =>
    migrate({
      adminUrl,
      appsDirectory: apps,
      passwordFor: () => 'secret',
      onApplied: (_service, name) => applied.push(name),
    }).then(() => applied);

  it('runs each migration once, as the owner of the schema, also with two runners at a time', async () => {
    const applied: string[] = [];
    await Promise.all([run(applied), run(applied)]);
    expect(applied).toEqual(['0000_create_requests.sql', '0001_create_things.sql']);
    write('0002_add_name.sql', 'ALTER TABLE things ADD name text');
    expect(await run()).toEqual(['0002_add_name.sql']);
    expect(
      await test.admin('SELECT tableowner FROM pg_tables WHERE schemaname = $1 AND tablename = $2', [
        service,
        'things',
      ]),
    ).toEqual([{ tableowner: `lastmile_${service}` }]);
  });

  it('keeps nothing of a failed migration and names it', async () => {
    write('0002_broken.sql', 'CREATE TABLE half (id int); SELECT broken');
    await expect(run()).rejects.toThrow(/0002_broken\.sql failed: column "broken" does not exist/);
    expect(
      await test.admin('SELECT 1 FROM pg_tables WHERE schemaname = $1 AND tablename = $2', [service, 'half']),
    ).toEqual([]);
    write('0002_broken.sql', 'CREATE TABLE whole (id int)');
    expect(await run()).toEqual(['0002_broken.sql']);
  });

  it.each([
    ['edited', () => write('0001_create_things.sql', 'CREATE TABLE things (id int8 PRIMARY KEY)'), /was edited/],
    ['missing', () => rmSync(join(apps, service, 'migrations', '0001_create_things.sql')), /missing from the code/],
    ['twice numbered', () => write('0001_again.sql', 'SELECT 1'), /same number/],
    ['badly named', () => write('create.sql', 'SELECT 1'), /is not named like/],
  ])('refuses a migration that is %s', async (_how, change, message) => {
    await run();
    change();
    await expect(run()).rejects.toThrow(MigrationError);
    await expect(run()).rejects.toThrow(message);
  });

  it('refuses a database that does not know letters from bytes', async () => {
    await test.admin(`CREATE DATABASE ${service} ENCODING 'SQL_ASCII' TEMPLATE template0`);
    const url = Object.assign(new URL(adminUrl), { pathname: `/${service}` }).href;
    await expect(migrate({ adminUrl: url, appsDirectory: apps, passwordFor: () => 'secret' })).rejects.toThrow(
      /encoding is SQL_ASCII: create it with ENCODING 'UTF8'/,
    );
    await test.admin(`DROP DATABASE ${service}`);
  });

  it('refuses a migration that comes before one that ran', async () => {
    write('0003_later.sql', 'SELECT 1');
    await run();
    write('0002_late.sql', 'SELECT 1');
    await expect(run()).rejects.toThrow(/0002_late\.sql comes before/);
  });
});

describe('a migrated database', () => {
  let test: TestDatabase;
  beforeAll(async () => void (test = await testDatabase('trip')));
  afterAll(() => test.close());

  it('lets a service in, and refuses one whose schema is behind', async () => {
    await assertMigrated(test.database);
    await test.admin(`DELETE FROM trip.migrations WHERE number > 0`);
    await expect(assertMigrated(test.database)).rejects.toThrow(
      /trip: 0001_\w+\.sql has not run on this database; run `npm run migrate`/,
    );
  });

  it('keeps services out of each other’s schemas', async () => {
    const others = servicesWithMigrations().filter((service) => service !== 'trip');
    expect(others.length).toBeGreaterThan(0);
    for (const service of others) {
      const foreign = new Database({ url: test.urlFor(service), service, logger });
      await expect(foreign.query('SELECT * FROM trip.requests')).rejects.toMatchObject({ code: '42501' });
      expect(await foreign.one('SELECT current_schema()')).toEqual({ current_schema: service });
      await foreign.close();
    }
  });

  it('lets a service enqueue its events and its own jobs', async () => {
    await test.database.query(`SELECT queue.add_jobs('[{"identifier":"rider:trip.offered"},{"identifier":"trip/x"}]')`);
    expect(await test.admin(`SELECT task_identifier FROM events.jobs ORDER BY id`)).toEqual([
      { task_identifier: 'rider:trip.offered' },
      { task_identifier: 'trip/x' },
    ]);
  });
});
