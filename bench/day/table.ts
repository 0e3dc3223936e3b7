// The measures of several policies side by side, as text.
import type { Measures } from './measures.js';
import { REFUSAL_REASONS } from './ledger.js';

export interface Column {
  readonly label: string;
  readonly measures: Measures;
}

/** One line a measure, one column a policy. Refusal reasons that nobody met are left out. */
export function table(columns: readonly Column[]): string {
  const row = (label: string, cell: (measures: Measures) => string): string[] => [
    label,
    ...columns.map(({ measures }) => cell(measures)),
  ];
  const reasons = REFUSAL_REASONS.filter((reason) => columns.some(({ measures }) => measures.refusals.get(reason)));
  return aligned([
    ['', ...columns.map(({ label }) => label)],
    row('people served', (m) => `${count(m.servedPeople)}  ${percent(m.servedPeople / m.people)}`),
    row('requests served', (m) => `${count(m.servedRequests)}  ${percent(m.servedRequests / m.requests)}`),
    row('wait from train to departure, mean', (m) => minutes(m.meanWaitSeconds)),
    row('wait, 95th percentile', (m) => minutes(m.p95WaitSeconds)),
    row('time in the car / direct drive', (m) => fixed(m.rideTimeRatio, 2)),
    row('cars with riders', (m) => count(m.carsUsed)),
    row('people per car with riders', (m) => fixed(m.peoplePerCar, 2)),
    row('detour per car with riders', (m) => minutes(m.meanDetourSeconds)),
    row('of all seats that passed, used', (m) => percent(m.seatsUsedShare)),
    ...reasons.map((reason) =>
      row(`refused: ${reason}`, (m) => {
        const refused = m.refusals.get(reason) ?? 0;
        return `${count(refused)}  ${percent(refused / m.requests)}`;
      }),
    ),
  ]);
}

/** First column to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows
    .map((cells) =>
      cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]! + 3))).join(''),
    )
    .join('\n');
}

export const count = (value: number): string => Math.round(value).toLocaleString('en');
const fixed = (value: number, digits: number): string => (Number.isFinite(value) ? value.toFixed(digits) : '-');
const percent = (share: number): string => `${fixed(share * 100, 1)}%`.padStart(6);
const minutes = (seconds: number): string => `${fixed(seconds / 60, 1)} min`;
