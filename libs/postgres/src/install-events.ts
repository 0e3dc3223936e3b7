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
    await pool.query(FORGET_DEAD_JOBS);
  } finally {
    await pool.end();
    await client.query(`REVOKE CREATE ON DATABASE ${database} FROM ${EVENTS_ROLE}`);
  }
}

/**
 * Drops jobs of the asking service that were given up: those older than a time, or those that name somebody; both when both
 * are given. The identifier of a task starts with the service that works on it. Returns how many.
 */
const FORGET_DEAD_JOBS = `
  CREATE OR REPLACE FUNCTION events.forget_dead_jobs(before timestamptz, containing text) RETURNS bigint
  LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
    WITH gone AS (
      DELETE FROM events._private_jobs AS jobs USING events._private_tasks AS tasks
      WHERE tasks.id = jobs.task_id
        AND tasks.identifier ~ ('^' || substr(session_user, length('lastmile_') + 1) || '[:#/]')
        AND jobs.attempts >= jobs.max_attempts AND jobs.locked_at IS NULL
        AND (before IS NOT NULL OR containing IS NOT NULL)
        AND (before IS NULL OR jobs.updated_at < before)
        AND (containing IS NULL OR strpos(jobs.payload::text || coalesce(jobs.last_error, ''), containing) > 0)
      RETURNING 1)
    SELECT count(*) FROM gone
  $$`;
