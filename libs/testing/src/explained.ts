// How the database executes a query: for tests that a list reads about as many rows as it shows.
import { Queries, type Rows } from '@lastmile/postgres';
import type { QueryResultRow } from 'pg';

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Replaces the database for one query: returns no rows, and stores the query plan. */
export class Explained extends Queries {
  private nodes: readonly PlanNode[] = [];

  constructor(private readonly queries: Queries) {
    super();
  }

  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Rows<Row>> {
    const { 'QUERY PLAN': plans } = await this.queries.one<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
      values,
    );
    this.nodes = flat(plans[0].Plan);
    return { rows: [], rowCount: 0 };
  }

  /** Whether a table was scanned completely. */
  get isScan(): boolean {
    return this.nodes.some((node) => node['Node Type'] === 'Seq Scan');
  }

  /** Rows read from tables and indexes, whether or not they were part of the result. */
  get rowsRead(): number {
    const leaves = this.nodes.filter(({ Plans }) => !Plans);
    const read = leaves.map(
      (node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    );
    return read.reduce((sum, rows) => sum + rows, 0);
  }
}

const flat = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flat)];
