// A service's access to its own schema: a small pool, transactions with retries, idempotent commands.
import { setTimeout as delay } from 'node:timers/promises';
import pg, { type PoolClient, type QueryResultRow } from 'pg';
import type { Logger } from '@lastmile/telemetry';
import { columnTypes } from './column-types.js';
import type { Keeping } from './keeping.js';
import { answerOf, once, type OnceObserver } from './once.js';
import { isUnavailable, isRetryable, toDomainError } from './postgres-error.js';
import { PreparedStatements } from './prepared-statements.js';
import { Queries, type Rows } from './queries.js';
import { Refusal } from './refusal.js';
import type { RequestKey } from './request-key.js';
import { Transaction } from './transaction.js';

const ATTEMPTS = 4;
/**
 * When an answer takes longer than this, its connection is closed: a server that disappeared, or a firewall that
 * dropped the connection, never reports it. One second less than callers wait, so that they get the error and can
 * retry. The server itself cancels work after 15 s (roles.ts).
 */
const ANSWER_MS = 4_000;
const CONNECT_MS = 5_000;
/** The dedicated pools also wait for their own connections, so they may take longer. */
const DEDICATED_CONNECT_MS = 10_000;
const KEEPALIVE_MS = 5_000;

export interface DatabaseOptions {
  /**
   * URL of the service's own role. search_path and timeouts are set on the role, so poolers such as PgBouncer can be
   * used.
   */
  readonly url: string;
  /** Shown in `pg_stat_activity`; also the name of the schema. */
  readonly service: string;
  /** Maximum connections. Each costs the server about 5 MB, and there are ten processes. Default 5. */
  readonly poolMax?: number;
  /** Whether connections use prepared statements. Default true. */
  readonly prepare?: boolean;
  readonly logger: Logger;
}

export class Database extends Queries {
  readonly service: string;
  /** For features that need their own connection, such as LISTEN. Repositories do not need it. */
  readonly pool: pg.Pool;
  private observer?: OnceObserver;
  private readonly dedicated: pg.Pool[] = [];
  private readonly statements: PreparedStatements;

  constructor(private readonly options: DatabaseOptions) {
    super();
    this.service = options.service;
    this.pool = this.open(options.poolMax ?? 5, CONNECT_MS, options.service);
    this.statements = new PreparedStatements(options.prepare ?? true);
  }

  /**
   * A separate pool for a library with its own tables, such as graphile-worker: it does not compete with the service's
   * queries for connections. Closed together with this database.
   *
   * @param use its purpose: its connections are `lastmile-<service>-<use>` in `pg_stat_activity`
   */
  dedicatedPool(max: number, use: string): pg.Pool {
    const pool = this.open(max, DEDICATED_CONNECT_MS, `${this.service}-${use}`);
    this.dedicated.push(pool);
    return pool;
  }

  /** @throws DomainError unavailable DATABASE_UNAVAILABLE when there is no connection */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Rows<Row>> {
    try {
      const { rows, rowCount } = await this.pool.query<Row>(this.statements.of(text, values));
      return { rows, rowCount: rowCount ?? 0 };
    } catch (error) {
      if (this.statements.renewAfter(error)) return this.query(text, values);
      throw toDomainError(error);
    }
  }

  /**
   * Runs `fn` in one READ COMMITTED transaction: committed when it returns, rolled back when it throws. After a
   * deadlock or serialization failure it runs again, up to three times, so `fn` must have no effects other than SQL.
   * Returning `refuse(error)` commits and then throws `error`.
   *
   * @throws DomainError aborted TRANSACTION_CONFLICT when every attempt failed; unavailable DATABASE_UNAVAILABLE
   */
  async transaction<T>(fn: (tx: Transaction) => Promise<T>): Promise<Exclude<T, Refusal>> {
    for (let attempt = 1; ; attempt++) {
      try {
        const result = await this.attempt(fn);
        if (result instanceof Refusal) throw result.error;
        return result as Exclude<T, Refusal>;
      } catch (error) {
        const mayRetry = isRetryable(error) || this.statements.renewAfter(error);
        if (attempt === ATTEMPTS || !mayRetry) throw toDomainError(error);
        // A random delay: transactions that retry at the same moment would conflict again.
        await delay(Math.random() * 20 * attempt);
      }
    }
  }

  /**
   * An idempotent transaction: it takes effect once per `key`. A repeat gets the stored result (dates stay dates,
   * through superjson), or the error committed by `refuse`; a concurrent duplicate waits for the first. When `fn`
   * throws, nothing is stored, so a retry runs again. Keys are kept for seven days. If `fn` returns `unfinished`, a
   * later transaction stores the answer (unfinished.ts).
   *
   * @param keeping needed when a result contains secrets or personal data: without it, `once` stores the whole result
   * @param body the request, to tell a repeat from a reused key; key order and undefined fields do not matter
   * @throws DomainError already_exists REQUEST_ID_REUSED when the key was used with another body
   */
  once<T>(
    key: RequestKey,
    body: unknown,
    fn: (tx: Transaction) => Promise<T>,
    keeping?: Keeping<Exclude<T, Refusal>>,
  ): Promise<Exclude<T, Refusal>> {
    return this.transaction((tx) => once(tx, key, body, fn, keeping, this.observer)) as Promise<Exclude<T, Refusal>>;
  }

  /** Sets an observer that records commands in their own transactions. */
  observe(observer: OnceObserver): void {
    this.observer = observer;
  }

  /** Notifies the observer of a command without a request id; `once` does it itself. */
  async noteCommand(tx: Transaction): Promise<void> {
    await this.observer?.done(tx);
  }

  /**
   * The answer that `once` has stored for this key. Lets a command check for a repeat before it calls other services,
   * which `once` itself must not do. Undefined when there is none; `unfinished` while a command of several steps has
   * none.
   *
   * @param keeping the same as for `once`
   * @throws DomainError already_exists REQUEST_ID_REUSED, and a stored refusal
   */
  async answerOf<T>(
    key: RequestKey,
    body: unknown,
    keeping?: Keeping<Exclude<T, Refusal>>,
  ): Promise<{ answer: Exclude<T, Refusal> } | undefined> {
    const found = await answerOf<T>(this, key, body, keeping);
    if (found?.answer instanceof Refusal) throw found.answer.error;
    return found as { answer: Exclude<T, Refusal> } | undefined;
  }

  /** Waits for running queries and closes every connection. */
  async close(): Promise<void> {
    for (const pool of [this.pool, ...this.dedicated]) if (!pool.ended && !pool.ending) await pool.end();
  }

  private open(max: number, connectionTimeoutMillis: number, name: string): pg.Pool {
    const pool = new pg.Pool({
      connectionString: this.options.url,
      application_name: `lastmile-${name}`,
      max,
      min: 0,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis,
      query_timeout: ANSWER_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEPALIVE_MS,
      types: columnTypes,
    });
    // The pool replaces broken connections; without this listener the error would end the process. A query in progress
    // fails.
    pool.on('error', ({ message }) => this.options.logger.warn({ reason: message }, 'idle database connection lost'));
    pool.on('connect', (client) => void client.on('error', () => undefined));
    return pool;
  }

  private async attempt<T>(fn: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const result = await fn(new Transaction(client, this.statements));
      // Postgres answers ROLLBACK instead of an error when `fn` ignored a failed statement.
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error('a statement failed inside this transaction and was ignored');
      return result;
    } catch (error) {
      broken = isUnavailable(error) ? (error as Error) : await rollback(client);
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

/** Returns the error that makes the connection unusable, if any. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
