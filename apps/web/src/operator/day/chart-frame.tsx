// A chart with its title, and the same numbers as a table.
import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../text/text';
import { Button } from '../../ui/ui';

interface Props {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Shown instead of both when there are no rows. */
  readonly empty: string;
  readonly children: ReactNode;
}

export function ChartFrame({ title, columns, rows, empty, children }: Props) {
  const t = useText('day');
  const id = useId();
  const [isTable, setTable] = useState(false);
  const table = <NumberTable title={title} columns={columns} rows={rows} />;
  return (
    <figure className="card chart" aria-labelledby={id}>
      <figcaption className="row spread">
        <h2 id={id} className="grow">
          {title}
        </h2>
        {rows.length > 0 && (
          <Button tone="quiet" onClick={() => setTable(!isTable)}>
            {isTable ? t.asChart : t.asTable}
          </Button>
        )}
      </figcaption>
      {rows.length === 0 && <p className="muted">{empty}</p>}
      {rows.length > 0 && isTable && <div className="chart-table">{table}</div>}
      {rows.length > 0 && !isTable && (
        <>
          <div className="chart-canvas" aria-hidden="true">
            {children}
          </div>
          <div className="hidden-label">{table}</div>
        </>
      )}
    </figure>
  );
}

function NumberTable({ title, columns, rows }: Pick<Props, 'title' | 'columns' | 'rows'>) {
  return (
    <table>
      <caption className="hidden-label">{title}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...values], index) => (
          <tr key={index}>
            <th scope="row">{name}</th>
            {values.map((value, column) => (
              <td key={column} className="number">
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
