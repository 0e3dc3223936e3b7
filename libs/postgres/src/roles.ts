// One role per service, which owns its schema and sees no other. Settings are on the role, not on the session, so that
// a transaction pooler between service and database changes nothing.
import pg from 'pg';

export const EVENTS_ROLE = 'lastmile_events';
export const roleOf = (service: string): string => `lastmile_${service}`;

/**
 * Creates or updates role and schema of a service; sets the password each time, so that it can be rotated. If a client
 * disappears without closing its connection, its locks are kept until PostgreSQL ends the session: within a transaction
 * after 15 s, because transactions only wait for SQL; otherwise after three unanswered TCP keepalives.
 */
export async function installRole(client: pg.Client, service: string, password: string): Promise<void> {
  const role = roleOf(service);
  const schema = pg.escapeIdentifier(service);
  await createRole(client, role, `LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  await client.query(`
    ALTER ROLE ${role} SET search_path TO ${schema};
    ALTER ROLE ${role} SET statement_timeout TO '15s';
    ALTER ROLE ${role} SET idle_in_transaction_session_timeout TO '15s';
    ALTER ROLE ${role} SET tcp_keepalives_idle TO 5;
    ALTER ROLE ${role} SET tcp_keepalives_interval TO 2;
    ALTER ROLE ${role} SET tcp_keepalives_count TO 3;
    GRANT ${role} TO CURRENT_USER;
    CREATE SCHEMA IF NOT EXISTS ${schema} AUTHORIZATION ${role};
    REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC;
    SET ROLE ${role};
    CREATE TABLE IF NOT EXISTS ${schema}.migrations (
      number integer PRIMARY KEY,
      name text NOT NULL,
      checksum text NOT NULL,
      apply_time timestamptz NOT NULL DEFAULT now()
    );
    RESET ROLE`);
}

/** `attributes` such as LOGIN are applied to new and existing roles. */
export async function createRole(client: pg.Client, role: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  const name = pg.escapeIdentifier(role);
  await client.query(`${rowCount ? 'ALTER' : 'CREATE'} ROLE ${name} ${attributes}`);
}
