// The shared job queue (graphile-worker) in schema `events`, and its functions for the services in schema `queue`. All
// services share one queue, so that an event is enqueued for its listeners in the transaction that causes it.
import { readFileSync } from 'node:fs';
import { Logger, makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { readListeners } from './listeners.js';
import { createRole, EVENTS_ROLE, roleOf } from './roles.js';

const FUNCTIONS = readFileSync(new URL('../queue/functions.sql', import.meta.url), 'utf8');

/**
 * Tasks of earlier versions that no service handles any more. Their jobs would wait forever; those of the first one
 * contain reset tokens.
 */
const RETIRED_TASKS = ['notification:user.password_reset_requested'];

/**
 * Installs or updates the queue; graphile-worker records its own migrations in `events.migrations`. Everything it
 * creates, and the functions, belong to a role without login.
 */
export async function installEvents(client: pg.Client, adminUrl: string, appsDirectory: string): Promise<void> {
  await createRole(client, EVENTS_ROLE, 'NOLOGIN');
  const database = pg.escapeIdentifier(client.database ?? '');
  // graphile-worker runs CREATE SCHEMA IF NOT EXISTS, which needs the right even when the schema exists.
  await client.query(`
    GRANT CREATE ON DATABASE ${database} TO ${EVENTS_ROLE};
    GRANT ${EVENTS_ROLE} TO CURRENT_USER;
    CREATE SCHEMA IF NOT EXISTS events AUTHORIZATION ${EVENTS_ROLE};
    CREATE SCHEMA IF NOT EXISTS queue AUTHORIZATION ${EVENTS_ROLE};
    REVOKE ALL ON SCHEMA events, queue FROM PUBLIC`);
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1, options: `-c role=${EVENTS_ROLE}` });
  const ignore = () => undefined; // a broken connection also fails the query that uses it
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

/** In one transaction, so that running services see either the old functions or the new ones. */
async function installFunctions(pool: pg.Pool, appsDirectory: string): Promise<void> {
  const declared = JSON.stringify(readListeners(appsDirectory));
  const connection = await pool.connect();
  try {
    await connection.query('BEGIN');
    // add_jobs looks up jobs by key with a plan cached when the table was small: it reads the whole table, including
    // dead rows: 2.5 ms at 4,000 rows, 0.7 ms with the index.
    await connection.query(`
      DROP FUNCTION IF EXISTS events.forget_dead_jobs(timestamptz, text);
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA events FROM PUBLIC;
      ALTER FUNCTION events.add_jobs(events.job_spec[], boolean) SET enable_seqscan = off;
      CREATE TABLE IF NOT EXISTS queue.listeners (task text PRIMARY KEY, teller text NOT NULL);
      ${FUNCTIONS}
      REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA queue FROM PUBLIC`);
    // Tasks that are not declared any more are kept for running services of the previous version; nobody takes such
    // jobs.
    await connection.query(
      `INSERT INTO queue.listeners (task, teller)
       SELECT task, teller FROM json_to_recordset($1) AS declared (task text, teller text)
       ON CONFLICT (task) DO UPDATE SET teller = excluded.teller WHERE listeners.teller <> excluded.teller`,
      [declared],
    );
    // Created here, so that a listener that creates its task does not block publishers.
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

/** Grants a service the functions, and revokes what earlier versions granted: membership in the owner role. */
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
