// One open transaction on one connection. It lives as long as the function it was given to.
import type { Writable } from 'node:stream';
import type { PoolClient, QueryResultRow } from 'pg';
import copyStreams from 'pg-copy-streams';
import type { PreparedStatements } from './prepared-statements.js';
import { Queries, type Rows } from './queries.js';

export class Transaction extends Queries {
  private timeoutMs?: number;

  constructor(
    private readonly client: PoolClient,
    private readonly statements: PreparedStatements,
  ) {
    super();
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Rows<Row>> {
    const { rows, rowCount } = await this.client.query<Row>(this.withTimeout(this.statements.of(text, values)));
    return { rows, rowCount: rowCount ?? 0 };
  }

  /** The sink of `COPY … FROM STDIN`; errors (a broken row, a lost connection) arrive on the stream. */
  copyFrom(text: string): Writable {
    return this.client.query(this.withTimeout(copyStreams.from(text)));
  }

  /** For bulk work: from here on each statement, and each pause between two of them, may take so many seconds. */
  async setStatementTimeout(seconds: number): Promise<void> {
    await this.query(
      `SELECT set_config(name, $1, true) FROM unnest(ARRAY['statement_timeout', 'idle_in_transaction_session_timeout']) AS name`,
      [`${seconds}s`],
    );
    this.timeoutMs = seconds * 1_000;
  }

  /** `pg` reads it from each query, although its types do not say so. */
  private withTimeout<Q extends object>(query: Q): Q {
    return this.timeoutMs === undefined ? query : Object.assign(query, { query_timeout: this.timeoutMs });
  }
}
