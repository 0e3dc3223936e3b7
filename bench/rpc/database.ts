// What the bench does to the database: keeps events from being handled while Matches are measured, and takes Matches back.
import pg from 'pg';
import { parentOf, serverCpuMs } from './cpu.js';
import type { BusyStation } from './stations.js';

/**
 * Jobs are enqueued as ever but not due: handling them is not part of the call, and would change the rides between calls. `reset`
 * makes a station what it was before its Match; the rider service has heard of nothing.
 */
const SETUP = `
  CREATE SCHEMA IF NOT EXISTS bench;
  CREATE OR REPLACE FUNCTION bench.defer() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.run_at = greatest(NEW.run_at, now() + interval '1 day');
    RETURN NEW;
  END $$;
  CREATE OR REPLACE TRIGGER bench_defer BEFORE INSERT ON events._private_jobs
    FOR EACH ROW EXECUTE FUNCTION bench.defer();
  CREATE OR REPLACE FUNCTION bench.reset(routes uuid[], ride_requests uuid[]) RETURNS void LANGUAGE plpgsql
    SET search_path = trip AS $$
  BEGIN
    -- One after the other: two that clear the same requests would wait for each other.
    PERFORM pg_advisory_xact_lock(1);
    DELETE FROM trip.trips WHERE route_id = ANY (routes);
    DELETE FROM trip.rides WHERE ride_id = ANY (ride_requests);
    DELETE FROM trip.requests;
    DELETE FROM events._private_jobs WHERE id IN (SELECT id FROM events._private_jobs FOR UPDATE SKIP LOCKED);
  END $$;`;

export class BenchDatabase {
  private readonly pool: pg.Pool;
  /** Of its own backends, whose work is not part of what is measured. */
  private readonly pids = new Set<number>();

  constructor(adminUrl: string) {
    // Nobody waits for these commits to reach the disk.
    const options = '-c synchronous_commit=off';
    this.pool = new pg.Pool({ connectionString: adminUrl, options, max: 4, idleTimeoutMillis: 0 });
    this.pool.on('connect', (client) => this.pids.add((client as unknown as { processID: number }).processID));
  }

  /** Processor time of the whole server without these, in milliseconds. Needs a connection, so call `setUp` first. */
  serverCpuMs(): number {
    const [own] = this.pids;
    return own === undefined ? 0 : serverCpuMs(parentOf(own), this.pids);
  }

  async setUp(): Promise<void> {
    await this.pool.query(SETUP);
  }

  async reset(...stations: readonly BusyStation[]): Promise<void> {
    await this.pool.query('SELECT bench.reset($1, $2)', [
      stations.flatMap(({ routeIds }) => routeIds),
      stations.flatMap(({ rideIds }) => rideIds),
    ]);
  }

  /** What the crowd's making left behind is cleared away, and what is there is known to the planner. */
  async tidy(): Promise<void> {
    await this.pool.query('DELETE FROM events._private_jobs');
    await this.pool.query('VACUUM ANALYZE');
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
