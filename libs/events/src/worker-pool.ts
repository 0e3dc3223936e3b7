// The pool that graphile-worker works with: a lost session costs the worker a moment, not the process its life.
//
// graphile-worker finishes jobs without looking back. It repeats statements that fail with one of a few codes; any other failure
// nobody catches, which ends the process. A session that an administrator, a failover or a pooler ended has none of those
// codes, so it gets one here. What it repeats then (to finish its own jobs, or to give them back) may well happen twice.
//
// Its statements go through the queue's functions, since a service has no right to the tables (queue-statements.ts).
//
// It also gives every connection back as sound. One that does not answer any more is therefore broken here, or the repeats
// would all go into the same silence.
import type { Socket } from 'node:net';
import { isAway } from '@lastmile/postgres';
import type { Pool, PoolClient } from 'pg';
import { throughFunctions, type Statement } from './queue-statements.js';

/** serialization_failure: repeated after 50 ms at first and 5 s at last, 100 times, which takes some eight minutes. */
const REPEATED = '40001';

/** Changes this pool and returns it. Only its promises change, not its callbacks. */
export function workerPool(pool: Pool): Pool {
  const connect = pool.connect.bind(pool) as (...args: unknown[]) => unknown;
  pool.connect = ((...args: unknown[]) =>
    pool.ending ? forEver() : repeatable(connect(...args), () => undefined)) as typeof pool.connect;
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
    client.query = ((statement: Statement, ...more: unknown[]) =>
      repeatable(query(throughFunctions(statement), ...more), () => stream.destroy())) as typeof client.query;
  });
  return pool;
}

/**
 * The service has stopped, and others take up what was left. Refused, a repeat that still comes would try for eight minutes and then
 * fail where nobody catches it.
 */
const forEver = (): Promise<never> => new Promise(() => undefined);

const repeatable = (result: unknown, onAway: () => void): unknown =>
  result instanceof Promise
    ? result.catch((error: Error) => {
        if (!isAway(error)) throw error;
        onAway();
        throw Object.assign(new Error(error.message, { cause: error }), { code: REPEATED });
      })
    : result;
