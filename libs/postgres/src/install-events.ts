// The shared job queue (graphile-worker) in schema `events`. One queue for all services, so that an event is enqueued for
// its listeners in the transaction that causes it.
import { Logger, makeWorkerUtils } from 'graphile-worker';
import pg from 'pg';
import { createRole, EVENTS_ROLE } from './roles.js';

/** Installs or updates the queue; graphile-worker keeps its own history in `events.migrations`. */
export async function installEvents(client: pg.Client, adminUrl: string): Promise<void> {
  await createRole(client, EVENTS_ROLE, 'NOLOGIN');
  const database = pg.escapeIdentifier(client.database ?? '');
  // graphile-worker says CREATE SCHEMA IF NOT EXISTS, which needs the right even when the schema is there.
  await client.query(`
    GRANT CREATE ON DATABASE ${database} TO ${EVENTS_ROLE};
    GRANT ${EVENTS_ROLE} TO CURRENT_USER;
    CREATE SCHEMA IF NOT EXISTS events AUTHORIZATION ${EVENTS_ROLE};
    REVOKE ALL ON SCHEMA events FROM PUBLIC`);
  // Everything it creates shall belong to the shared role.
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1, options: `-c role=${EVENTS_ROLE}` });
  const ignore = () => undefined; // A broken connection fails the query that uses it.
  pool.on('error', ignore).on('connect', (connection) => void connection.on('error', ignore));
  try {
    const utils = await makeWorkerUtils({ pgPool: pool, schema: 'events', logger: new Logger(() => () => undefined) });
    await utils.release();
    // It looks for jobs of the same keys with a plan kept from when the table was small, and reads all of it, the dead rows
    // too: 2.5 ms at 4,000 of them, 0.7 by the index.
    await pool.query('ALTER FUNCTION events.add_jobs(events.job_spec[], boolean) SET enable_seqscan = off');
  } finally {
    await pool.end();
    await client.query(`REVOKE CREATE ON DATABASE ${database} FROM ${EVENTS_ROLE}`);
  }
}
