// One open transaction on one connection. It is valid only inside the function that it is passed to.
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

  /** The stream for `COPY … FROM STDIN`; errors (an invalid row, a lost connection) are emitted on the stream. */
  copyFrom(text: string): Writable {
    return this.client.query(this.withTimeout(copyStreams.from(text)));
  }

  /** For bulk work: sets the timeout of each following statement, and of each pause between two of them. */
  async setStatementTimeout(seconds: number): Promise<void> {
    await this.query(
      `SELECT set_config(name, $1, true) FROM unnest(ARRAY['statement_timeout', 'idle_in_transaction_session_timeout']) AS name`,
      [`${seconds}s`],
    );
    this.timeoutMs = seconds * 1_000;
  }

  /** `pg` reads it from each query, although its types do not declare it. */
  private withTimeout<Q extends object>(query: Q): Q {
    return this.timeoutMs === undefined ? query : Object.assign(query, { query_timeout: this.timeoutMs });
  }
}
