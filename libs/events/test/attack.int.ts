// Somebody has taken over the station service, which parses what strangers upload, and tries with its database role what can
// be tried against the others' jobs. Whatever is refused must also have changed nothing.
import { Injectable } from '@nestjs/common';
import { OnEvent } from '@lastmile/events';
import pg from 'pg';
import { servicesWithMigrations } from '@lastmile/postgres';
import { waitFor, type TestDatabase } from '@lastmile/testing';
import { boot, Offer, testEvents } from './boot.js';

let test: TestDatabase;
let station: pg.Client;
let user: pg.Client;

beforeAll(async () => {
  test = await testEvents('station');
  [station, user] = await Promise.all([connect('station'), connect('user')]);
  await add(user, {
    identifier: 'user/mail_password_reset',
    payload: { data: { userId: 'u1' } },
    job_key: 'user/mail:u1',
  });
  await add(user, { identifier: 'user/clean', queue_name: 'user/cleaning' });
  await add(user, { identifier: 'user#expiry', job_key: 'user#expiry:1', run_at: '2100-01-01' });
  await user.query(
    `SELECT queue.take_job('the-users-worker', (SELECT array_agg(id) FROM queue.tasks('{user/mail_password_reset}')))`,
  );
});
afterAll(async () => {
  await Promise.all([station?.end(), user?.end()]);
  await test?.close();
});

async function connect(service: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: test.urlFor(service) });
  await client.connect();
  return client;
}
const add = (client: pg.Client, ...specs: object[]) =>
  client.query('SELECT queue.add_jobs($1)', [JSON.stringify(specs)]);
const everyJob = async () =>
  JSON.stringify(
    await test.admin(`SELECT to_jsonb(j) AS job, (SELECT jsonb_agg(to_jsonb(q)) FROM events._private_job_queues q) AS queues,
      (SELECT jsonb_agg(identifier ORDER BY id) FROM events._private_tasks) AS tasks FROM events._private_jobs j ORDER BY id`),
  );

/** 42501: insufficient privilege. */
const REFUSED = { code: '42501' };

describe.each([
  ...['_private_jobs', 'jobs', '_private_tasks', '_private_job_queues', '_private_known_crontabs', 'migrations'].map(
    (table) => [`reads ${table}`, `SELECT * FROM events.${table}`],
  ),
  ['reads who listens', 'SELECT * FROM queue.listeners'],
  ['copies the jobs out', 'COPY events._private_jobs TO STDOUT'],
  ['changes jobs', `UPDATE events._private_jobs SET payload = '{}'`],
  ['deletes jobs', 'DELETE FROM events._private_jobs'],
  ['empties the queue', 'TRUNCATE events._private_jobs'],
  ['inserts a job', 'INSERT INTO events._private_jobs (task_id) VALUES (1)'],
  ['locks the jobs', 'DO $$ BEGIN LOCK TABLE events._private_jobs IN ACCESS SHARE MODE; END $$'],
  ['locks rows', 'SELECT FROM events._private_jobs FOR UPDATE'],
  ['declares itself a listener', `INSERT INTO queue.listeners VALUES ('station:user.registered', 'user')`],
  ['makes itself a teller', `UPDATE queue.listeners SET teller = 'station'`],
  [
    'puts a trigger on the jobs',
    'CREATE TRIGGER t BEFORE INSERT ON events._private_jobs EXECUTE FUNCTION station.spy()',
  ],
  ['puts a rule on the jobs', 'CREATE RULE r AS ON INSERT TO events._private_jobs DO ALSO NOTIFY stolen'],
  ['puts a policy on the jobs', 'CREATE POLICY p ON events._private_jobs USING (true)'],
  ['changes the table', 'ALTER TABLE events._private_jobs DISABLE ROW LEVEL SECURITY'],
  ['makes a function in events', `CREATE FUNCTION events.now() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
  ['makes a function in queue', `CREATE FUNCTION queue.now() RETURNS int LANGUAGE sql AS 'SELECT 1'`],
  ['replaces a function', `CREATE OR REPLACE FUNCTION queue.caller() RETURNS text LANGUAGE sql AS $$ SELECT 'user' $$`],
  ['takes a function over', 'ALTER FUNCTION queue.caller() OWNER TO lastmile_station'],
  ['changes a function', `ALTER FUNCTION queue.add_jobs(json) SET search_path = station`],
  ['makes a table for everybody', 'CREATE TABLE public.now (n int)'],
  ['makes a schema', 'CREATE SCHEMA pg_shadow'],
  ['fetches an extension', 'CREATE EXTENSION pgcrypto'],
  ['reads sign-in data', 'SELECT * FROM "user".credentials'],
  ['adds a job past the functions', `SELECT events.add_job('user/mail_password_reset', '{}')`],
  ['removes a job past the functions', `SELECT events.remove_job('user/mail:u1')`],
  ['frees workers past the functions', `SELECT events.force_unlock_workers('{the-users-worker}')`],
  ['becomes the owner', 'SET ROLE lastmile_events'],
  ['becomes another service', 'SET ROLE lastmile_user'],
  ['signs in as another service', 'SET SESSION AUTHORIZATION lastmile_user'],
  ['joins the owner', 'GRANT lastmile_events TO lastmile_station'],
  ['joins another service', 'GRANT lastmile_user TO lastmile_station'],
  ['changes a password', `ALTER ROLE lastmile_user PASSWORD 'x'`],
  ['changes settings of another', `ALTER ROLE lastmile_user SET search_path = station`],
  ['reads the disk', `SELECT pg_read_file('postgresql.conf')`],
  ['ends sessions of others', `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'lastmile_user'`],
  ['removes a key of another', `SELECT queue.remove_job('user/mail:u1')`],
  ['removes no key', `SELECT queue.remove_job('')`],
  ['makes tasks for another', `SELECT queue.register_tasks('{station/x,user/x}')`],
  ['makes no task', 'SELECT queue.register_tasks(ARRAY[NULL]::text[])'],
])('whoever %s', (_what, sql) => {
  it('is refused', async () => {
    const before = await everyJob();
    await station.query(
      `CREATE OR REPLACE FUNCTION station.spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    );
    await expect(station.query(sql)).rejects.toMatchObject(REFUSED);
    expect(await everyJob()).toBe(before);
  });
});

describe.each([
  ['for another', { identifier: 'user/mail_password_reset', payload: { data: { userId: 'victim' } } }],
  ['for a timer of another', { identifier: 'user#expiry' }],
  ['that is an event of another', { identifier: 'notification:user.registered' }],
  ['for a listener that does not listen', { identifier: 'user:station.moved' }],
  ['for a service whose name begins like its own', { identifier: 'station2/x' }],
  ['in other letters', { identifier: 'STATION/x' }],
  ['for nobody', { identifier: null }],
  ['in a queue of another', { identifier: 'station/x', queue_name: 'user/cleaning' }],
  ['in a queue for all', { identifier: 'station/x', queue_name: 'x' }],
  ['under a key of another', { identifier: 'station/x', job_key: 'user/mail:u1' }],
  ['under a key of nobody', { identifier: 'station/x', job_key: 'x' }],
])('a job %s', (_what, spec) => {
  const refusedAlone = async (client: pg.Client) => {
    const before = await everyJob();
    await expect(add(client, spec)).rejects.toMatchObject(REFUSED);
    await expect(add(client, { identifier: 'station/good' }, spec)).rejects.toMatchObject(REFUSED);
    expect(await everyJob()).toBe(before);
  };

  it('is refused, and what was sent along', () => refusedAlone(station));

  it('is refused, whatever the caller has put in the path of names', async () => {
    const client = await connect('station');
    await client.query(`
      CREATE OR REPLACE FUNCTION station.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
      CREATE OR REPLACE FUNCTION station.split_part(text, text, int) RETURNS text LANGUAGE sql AS $$ SELECT 'station' $$;
      CREATE FUNCTION pg_temp.starts_with(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
      CREATE TEMP TABLE listeners AS SELECT 'user:station.moved'::text AS task, 'station'::text AS teller;
      CREATE TEMP TABLE _private_tasks AS SELECT 1 AS id, 'user/x'::text AS identifier;
      SET search_path = pg_temp, station, pg_catalog`);
    try {
      await refusedAlone(client);
    } finally {
      await client.end();
    }
  });
});

it('an event carries no key, queue or time, which would be handles on the job of its listener', async () => {
  const trip = await connect('trip');
  const event = { identifier: 'rider:trip.offered', payload: { id: 'e1' } };
  for (const handle of [{ job_key: 'trip#x' }, { queue_name: 'trip/x' }, { run_at: '2100-01-01' }, { priority: -1 }]) {
    await expect(add(trip, { ...event, ...handle })).rejects.toMatchObject(REFUSED);
  }
  await expect(add(trip, event)).resolves.toBeDefined();
  await trip.end();
});

it('the functions give and take nothing of others, whatever number, worker or task they are asked for', async () => {
  const before = await everyJob();
  const numbers = Array.from({ length: 1_000 }, (_, n) => n);
  const one = async (sql: string, ...values: unknown[]) => (await station.query(sql, values)).rows;
  expect(await one(`SELECT * FROM queue.take_job('the-users-worker', $1)`, numbers)).toEqual([]);
  expect(await one(`SELECT * FROM queue.tasks('{user/clean,user#expiry}')`)).toEqual([]);
  expect(await one('SELECT * FROM queue.missing_workers()')).toEqual([]);
  expect(await one(`SELECT queue.count_due('user/clean', 9) AS n`)).toEqual([{ n: '0' }]);
  await one('SELECT queue.complete_jobs($1)', numbers);
  const failures = numbers.map((jobId) => ({ jobId, message: 'x', payload: { stolen: true } }));
  await one(`SELECT queue.fail_jobs('the-users-worker', $1)`, JSON.stringify(failures));
  await one(`SELECT queue.return_jobs('the-users-worker', $1)`, numbers);
  await one(`SELECT queue.free_workers('{the-users-worker}')`);
  expect(await everyJob()).toBe(before);
});

it('a transaction that is left open keeps nobody from working', async () => {
  await station.query('BEGIN');
  const tasks = Array.from({ length: 1_000 }, (_, n) => n);
  await add(station, { identifier: 'station/x', queue_name: 'station/x', job_key: 'station/x' });
  await station.query(`SELECT queue.take_job('w', $1)`, [tasks]);
  await station.query(`SELECT queue.free_workers('{the-users-worker}')`);
  // A listener that is just making the task of an event, as it does when it starts.
  const rider = await connect('rider');
  await rider.query(`BEGIN; SELECT queue.register_tasks('{rider:trip.offered,rider#new}')`);
  try {
    await user.query(`SET lock_timeout = '2s'`);
    const own = `(SELECT array_agg(id) FROM queue.tasks('{user/clean}'))`;
    const { rows } = await user.query<{ id: string }>(`SELECT id FROM queue.take_job('w', ${own})`);
    expect(rows).toHaveLength(1);
    await user.query('SELECT queue.complete_jobs($1)', [[rows[0]!.id]]);
    await add(user, { identifier: 'user/clean', queue_name: 'user/cleaning' });
    const trip = await connect('trip');
    await trip.query(`SET lock_timeout = '2s'`);
    await add(trip, { identifier: 'rider:trip.offered' });
    await trip.end();
  } finally {
    await Promise.all([station.query('ROLLBACK'), rider.end()]);
  }
});

it('a stranger’s session cannot make a dead worker look alive', async () => {
  const dead = ['the-users-worker'];
  expect((await user.query('SELECT * FROM queue.missing_workers()')).rows.map((row) => Object.values(row)[0])).toEqual(
    dead,
  );
  await station.query(`SET application_name = 'lastmile-user the-users-worker'`);
  expect((await user.query('SELECT * FROM queue.missing_workers()')).rows).toHaveLength(1);
  await user.query(`SET application_name = 'lastmile-user the-users-worker'`);
  expect((await user.query('SELECT * FROM queue.missing_workers()')).rows).toHaveLength(0);
});

it('a stranger’s word ends no worker', async () => {
  const heard = Promise.withResolvers<void>();
  @Injectable()
  class Listener {
    @OnEvent('trip.offered', Offer)
    async handle(): Promise<void> {
      heard.resolve();
    }
  }
  const died = jest.spyOn(process, 'kill').mockImplementation(() => true);
  const worker = await boot('user', test.urlFor('user'), [Listener]);
  await waitFor(
    async () =>
      (await test.admin(`SELECT FROM pg_stat_activity WHERE application_name LIKE 'lastmile-user pool-%'`)).length,
  );
  await station.query(`SELECT pg_notify('worker:migrate', '{"migrationNumber":99,"breaking":true}')`);
  const trip = await connect('trip');
  await add(trip, { identifier: 'user:trip.offered', payload: { id: 'e1', data: { tripId: 't1' } } });
  await heard.promise;
  expect(died).not.toHaveBeenCalled();
  died.mockRestore();
  await Promise.all([worker.close(), trip.end()]);
});

it('whoever listens hears how many jobs came and nothing about them', async () => {
  const heard: string[] = [];
  station.on('notification', ({ payload = '' }) => heard.push(payload));
  await station.query('LISTEN "jobs:insert"');
  await add(user, { identifier: 'user/secret', payload: { data: 'secret' } });
  await station.query('SELECT 1');
  await station.query('UNLISTEN *');
  expect(heard.map((payload) => Object.keys(JSON.parse(payload) as object).sort())).toEqual([['count', 'r']]);
});

it('what others are doing is not told', async () => {
  await user.query(`SELECT 'my secret'`);
  const { rows } = await station.query(`SELECT query FROM pg_stat_activity WHERE usename = 'lastmile_user'`);
  expect([...new Set(rows.map(({ query }: { query: string }) => query))]).toEqual(['<insufficient privilege>']);
});

it('no service has any right to the queue but to call the functions, and is a member of nothing', async () => {
  const rights = await test.admin(
    `SELECT rolname, c.oid::regclass::text AS of FROM pg_roles r, pg_class c
     WHERE rolname LIKE 'lastmile\\_%' AND rolname <> 'lastmile_events' AND c.relnamespace IN ('events'::regnamespace, 'queue'::regnamespace)
       AND c.relkind IN ('r', 'v') AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER, MAINTAIN')
         OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))`,
  );
  expect(rights).toEqual([]);
  const members = `SELECT member::regrole::text FROM pg_auth_members WHERE member::regrole::text = ANY ($1)`;
  expect(await test.admin(members, [servicesWithMigrations().map((name) => `lastmile_${name}`)])).toEqual([]);
  const open = await test.admin(
    `SELECT p.oid::regprocedure::text FROM pg_proc p, pg_roles r WHERE r.rolname LIKE 'lastmile\\_%' AND rolname <> 'lastmile_events'
       AND pronamespace = 'events'::regnamespace AND has_function_privilege(r.oid, p.oid, 'EXECUTE')`,
  );
  expect(open).toEqual([]);
  const careless = await test.admin(
    `SELECT proname FROM pg_proc WHERE pronamespace = 'queue'::regnamespace AND prosecdef
       AND (proowner <> 'lastmile_events'::regrole OR proconfig IS DISTINCT FROM '{"search_path=pg_catalog, pg_temp"}'::text[])`,
  );
  expect(careless).toEqual([]);
  expect(await test.admin(`SELECT 1 WHERE has_schema_privilege('lastmile_station', 'public', 'CREATE')`)).toEqual([]);
});
