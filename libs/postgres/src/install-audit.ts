// Creates the log of operators' actions in schema `audit`. It belongs to a role without login, and the service that
// keeps it may add and read entries, but not change or delete them. Old entries are deleted by a function that never
// touches entries younger than a month.
import pg from 'pg';
import { createRole, roleOf } from './roles.js';

const AUDIT_ROLE = 'lastmile_audit';

/** Idempotent. `keeper` is the service that writes and reads the log; its role must exist. */
export async function installAudit(client: pg.Client, keeper: string): Promise<void> {
  await createRole(client, AUDIT_ROLE, 'NOLOGIN');
  await client.query(`
    GRANT ${AUDIT_ROLE} TO CURRENT_USER;
    CREATE SCHEMA IF NOT EXISTS audit AUTHORIZATION ${AUDIT_ROLE};
    REVOKE ALL ON SCHEMA audit FROM PUBLIC;
    SET ROLE ${AUDIT_ROLE};
    CREATE TABLE IF NOT EXISTS audit.entries (
      entry_id uuid PRIMARY KEY,
      time timestamptz NOT NULL,
      record_time timestamptz NOT NULL DEFAULT now(),
      actor_hash text NOT NULL,
      action text NOT NULL,
      subject_kind text NOT NULL,
      subject text NOT NULL,
      service text NOT NULL,
      request_id text NOT NULL,
      refusal text NOT NULL
    );
    CREATE INDEX IF NOT EXISTS entries_by_time ON audit.entries (time DESC, entry_id DESC);
    CREATE INDEX IF NOT EXISTS entries_by_actor ON audit.entries (actor_hash, time DESC, entry_id DESC);
    CREATE INDEX IF NOT EXISTS entries_by_subject ON audit.entries (subject, time DESC, entry_id DESC);
    CREATE OR REPLACE FUNCTION audit.purge(before timestamptz, most integer) RETURNS bigint
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path TO pg_catalog, pg_temp AS $$
      WITH gone AS (
        DELETE FROM audit.entries WHERE entry_id IN (
          SELECT entry_id FROM audit.entries
          WHERE time < before AND record_time < now() - interval '30 days' ORDER BY time LIMIT most)
        RETURNING 1)
      SELECT count(*) FROM gone
    $$;
    REVOKE ALL ON FUNCTION audit.purge FROM PUBLIC;
    GRANT USAGE ON SCHEMA audit TO ${roleOf(keeper)};
    GRANT SELECT, INSERT ON audit.entries TO ${roleOf(keeper)};
    GRANT EXECUTE ON FUNCTION audit.purge TO ${roleOf(keeper)};
    RESET ROLE`);
}
