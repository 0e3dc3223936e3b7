// The connection pool for graphile-worker: when a session is lost, the worker pauses for a moment, but the process does
// not end.
//
// graphile-worker completes jobs without waiting for the result. It retries statements that fail with certain error
// codes; any other failure is an unhandled rejection, which ends the process. A session that was ended by an
// administrator, a failover or a pooler fails with other codes, so this pool replaces them by a retryable one. The
// retried statements (completing or releasing its own jobs) may safely run twice.
//
// Its statements go through the queue's functions, since a service has no right to the tables (queue-statements.ts).
//
// graphile-worker returns every connection to the pool as usable. So a connection that does not respond is destroyed
// here; otherwise all retries would use it again.
import type { Socket } from 'node:net';
import { isUnavailable } from '@lastmile/postgres';
import type { Pool, PoolClient } from 'pg';
import { throughFunctions, type Statement } from './queue-statements.js';

/** serialization_failure: retried 100 times with delays from 50 ms to 5 s, about eight minutes in total. */
const REPEATED = '40001';

/** Changes this pool and returns it. Only methods that return promises are changed, not callbacks. */
export function workerPool(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  pool.connect = ((...args: unknown[]) =>
    pool.ending ? neverSettles() : repeatable(connect(...args), () => undefined)) as typeof pool.connect;
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    client.query = ((statement: Statement, ...more: unknown[]) =>
      repeatable(query(throughFunctions(statement), ...more), () => stream.destroy())) as typeof client.query;
  });
  return pool;
}

/**
 * The service has stopped, and other workers take over the remaining jobs. If a late retry were refused, it would
 * continue for eight minutes and then fail with an unhandled rejection; so it stays pending.
 */
const neverSettles = (): Promise<never> => new Promise(() => undefined);

const repeatable = (result: unknown, onAway: () => void): unknown =>
  result instanceof Promise
    ? result.catch((error: Error) => {
        if (!isUnavailable(error)) throw error;
        onAway();
        throw Object.assign(new Error(error.message, { cause: error }), { code: REPEATED });
      })
    : result;
