// How SQL is run: the same four methods on the pool and inside a transaction.
import type { QueryResultRow } from 'pg';

export interface Rows<Row> {
  readonly rows: Row[];
  /** Rows returned, inserted, updated or deleted. */
  readonly rowCount: number;
}

/** Runs SQL with `$1`-style values. Repositories take this type when the query works with or without a transaction. */
export abstract class Queries {
  abstract query<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Rows<Row>>;

  /** All rows. */
  async many<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]> {
    return (await this.query<Row>(text, values)).rows;
  }

  /** The first row, or undefined. */
  async maybeOne<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row | undefined> {
    return (await this.query<Row>(text, values)).rows[0];
  }

  /** The only row; throws a plain Error if there is none or more than one, which is a bug. */
  async one<Row extends QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row> {
    const { rows } = await this.query<Row>(text, values);
    const row = rows[0];
    if (row === undefined || rows.length > 1) throw new Error(`expected one row, got ${rows.length}: ${text}`);
    return row;
  }
}
