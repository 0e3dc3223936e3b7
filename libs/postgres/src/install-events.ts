// The shared job queue (graphile-worker) in schema `events`, and its functions for the services in schema `queue`. One queue for all
// services, so that an event is enqueued for its listeners in the transaction that causes it.
import { readFileSync } from 'node:fs';
import { Logger, makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { readListeners } from './listeners.js';
import { createRole, EVENTS_ROLE, roleOf } from './roles.js';

const FUNCTIONS = readFileSync(new URL('../queue/functions.sql', import.meta.url), 'utf8');

/** Tasks of earlier versions that nobody works on any more. Their jobs would wait for ever; the first one's hold reset tokens. */
const RETIRED_TASKS = ['notification:user.password_reset_requested'];

/**
 * Installs or updates the queue; graphile-worker keeps its own history in `events.migrations`. Whatever it creates belongs to a
 * role that nobody signs in as, and so do the functions.
 */
export async function installEvents(client: pg.Client, adminUrl: string, appsDirectory: string): Promise<void> {
  await createRole(client, EVENTS_ROLE, 'NOLOGIN');
  const database = pg.escapeIdentifier(client.database ?? '');
  // graphile-worker says CREATE SCHEMA IF NOT EXISTS, which needs the right even when the schema is there.
  await client.query(`
    GRANT CREATE ON DATABASE ${database} TO ${EVENTS_ROLE};
    GRANT ${EVENTS_ROLE} TO CURRENT_USER;
    CREATE SCHEMA IF NOT EXISTS events AUTHORIZATION ${EVENTS_ROLE};
    CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION ${EVENTS_ROLE};
    REVOKE ALL ON SCHEMA events, queue FROM PUBLIC`);
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1, options: `-c role=${EVENTS_ROLE}` });
  const ignore = () => undefined; // A broken connection fails the query that uses it.
  pool.on('error', ignore).on('connect', (connection) => void connection.on('error', ignore));
  try {
    const utils = await makeWorkerUtils({ pgPool: pool, schema: 'events', logger: new Logger(() => () => undefined) });
    await utils.release();
    await installFunctions(pool, appsDirectory);
  } finally {
    await pool.end();
    await client.query(`REVOKE CREATE ON DATABASE ${database} FROM ${EVENTS_ROLE}`);
  }
}

/** In one transaction, so that services at work meet the old functions or the new ones. */
async function installFunctions(pool: pg.Pool, appsDirectory: string): Promise<void> {
  const declared = JSON.stringify(readListeners(appsDirectory));
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    // add_jobs looks for jobs of the same keys with a plan kept from when the table was small, and reads all of it, the dead rows
    // too: 2.5 ms at 4,000 of them, 0.7 by the index.
    await connection.query(`
      DROP FUNCTION IF EXISTS events.forget_dead_jobs(timestamptz, text);
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA events FROM PUBLIC;
      ALTER FUNCTION events.add_jobs(events.job_spec[], boolean) SET enable_seqscan = off;
      CREATE TABLE IF NOT EXISTS queue.listeners (task text PRIMARY KEY, teller text NOT NULL);
      ${FUNCTIONS}
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA queue FROM PUBLIC`);
    // What is declared no more stays, for services of the version before that are still at work: nobody takes such jobs.
    await connection.query(
      `INSERT INTO queue.listeners (task, teller)
       SELECT task, teller FROM json_to_recordset($1) AS declared (task text, teller text)
       ON CONFLICT (task) DO UPDATE SET teller = excluded.teller WHERE listeners.teller <> excluded.teller`,
      [declared],
    );
    // Here, so that a listener cannot keep tellers waiting for a task that it is just making.
    await connection.query(
      `INSERT INTO events._private_tasks (identifier)
       SELECT task FROM queue.listeners WHERE task NOT IN (SELECT identifier FROM events._private_tasks)`,
    );
    await connection.query(
      `DELETE FROM events._private_jobs USING events._private_tasks AS t WHERE t.id = task_id AND t.identifier = ANY ($1)`,
      [RETIRED_TASKS],
    );
    await connection.query('COMMIT');
  } finally {
    connection.release(true);
  }
}

/** Lets a service use the functions, and takes away what earlier versions gave it: membership in the owner. */
export async function grantQueue(client: pg.Client, service: string): Promise<void> {
  const role = roleOf(service);
  const { rows } = await client.query<{ grantor: string }>(
    `SELECT grantor::regrole::text AS grantor FROM pg_auth_members
     WHERE roleid = $1::regrole AND member = $2::regrole`,
    [EVENTS_ROLE, role],
  );
  for (const { grantor } of rows) await client.query(`REVOKE ${EVENTS_ROLE} FROM ${role} GRANTED BY ${grantor}`);
  await client.query(`
    SET ROLE ${EVENTS_ROLE};
    REVOKE ALL ON SCHEMA events FROM ${role};
    GRANT USAGE ON SCHEMA queue TO ${role};
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA queue TO ${role};
    RESET ROLE`);
}
