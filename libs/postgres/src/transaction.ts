// One open transaction on one connection. It lives as long as the function it was given to.
import type { Writable } from 'node:stream';
import type { PoolClient, QueryResultRow } from 'pg';
import copyStreams from 'pg-copy-streams';
import type { PreparedStatements } from './prepared-statements.js';
import { Queries, type Rows } from './queries.js';

export class Transaction extends Queries {
  private patienceMs?: number;

  constructor(
    private readonly client: PoolClient,
    private readonly statements: PreparedStatements,
  ) {
    super();
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Rows<Row>> {
    const { rows, rowCount } = await this.client.query<Row>(this.patiently(this.statements.of(text, values)));
    return { rows, rowCount: rowCount ?? 0 };
  }

  /** The sink of `COPY … FROM STDIN`; errors (a broken row, a lost connection) arrive on the stream. */
  copyFrom(text: string): Writable {
    return this.client.query(this.patiently(copyStreams.from(text)));
  }

  /** For bulk work: from here on each statement may take so long, and the work between two of them. */
  async bePatient(seconds: number): Promise<void> {
    await this.query(
      `SELECT set_config(name, $1, true) FROM unnest(ARRAY['statement_timeout', 'idle_in_transaction_session_timeout']) AS name`,
      [`${seconds}s`],
    );
    this.patienceMs = seconds * 1_000;
  }

  /** `pg` reads it from each query, although its types do not say so. */
  private patiently<Q extends object>(query: Q): Q {
    return this.patienceMs === undefined ? query : Object.assign(query, { query_timeout: this.patienceMs });
  }
}
