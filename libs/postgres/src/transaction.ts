// One open transaction on one connection. It lives as long as the function it was given to.
import type { Writable } from 'node:stream';
import type { PoolClient, QueryResultRow } from 'pg';
import copyStreams from 'pg-copy-streams';
import type { PreparedStatements } from './prepared-statements.js';
import { Queries, type Rows } from './queries.js';

export class Transaction extends Queries {
  constructor(
    private readonly client: PoolClient,
    private readonly statements: PreparedStatements,
  ) {
    super();
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Rows<Row>> {
    const { rows, rowCount } = await this.client.query<Row>(this.statements.of(text, values));
    return { rows, rowCount: rowCount ?? 0 };
  }

  /** The sink of `COPY … FROM STDIN`; errors (a broken row, a lost connection) arrive on the stream. */
  copyFrom(text: string): Writable {
    return this.client.query(copyStreams.from(text));
  }
}
