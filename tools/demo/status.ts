// The demo's live status in the terminal. Pure text from numbers, and a writer that redraws on a terminal.
import type { Footprint } from '../launcher/footprint.js';
import type { SimulatorReport } from '../simulate/report.js';

/** What the platform itself says. */
export interface PlatformCounts {
  time: string;
  waiting: number;
  matched: number;
  aboard: number;
  driversOnDuty: number;
}

/** All that the status shows. */
export interface Status {
  counts?: PlatformCounts;
  report?: SimulatorReport;
  footprint: Footprint;
  restarts: Record<string, number>;
}

/** The status as lines. */
export function formatStatus({ counts, report, footprint, restarts }: Status): string[] {
  const lines: string[] = [];
  if (counts) {
    const { time, driversOnDuty, waiting, matched, aboard } = counts;
    lines.push(
      `${time}   drivers on duty ${driversOnDuty}   waiting ${waiting}   matched ${matched}   on board ${aboard}`,
    );
  }
  if (report) {
    const wait = `${Math.floor(report.meanWaitSeconds / 60)} min ${Math.round(report.meanWaitSeconds % 60)} s`;
    lines.push(
      `trains ${report.trainsArrived}   requested ${report.requested}   completed ${report.completed}   mean wait ${wait}   ` +
        `cancelled ${report.cancelledByRider} + ${report.cancelledByDriver} by drivers   declined ${report.declined}   ` +
        `no-shows ${report.riderNoShows}`,
      `refusals: ${listed(report.refusals) || 'none'}   connections lost ${report.connectionsLost}   notifications missed ${report.gaps}`,
    );
    if (Object.keys(report.errors).length > 0) lines.push(`unexpected answers: ${listed(report.errors)}`);
  }
  const restarted = listed(restarts);
  lines.push(`memory ${Math.round(footprint.rssBytes / 1e6)} MB RSS${restarted && `   restarted: ${restarted}`}`);
  return lines;
}

const listed = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

/** Redraws in place on a terminal; elsewhere prints a block now and then. */
export class StatusWriter {
  private drawn = 0;
  private lastPrint = 0;

  constructor(private readonly out: NodeJS.WriteStream) {}

  show(lines: readonly string[]): void {
    if (this.out.isTTY) {
      const width = this.out.columns || 80;
      const fitted = lines.flatMap((line) => fit(line, width));
      this.out.write(`${this.drawn > 0 ? `\x1b[${this.drawn}A` : ''}\x1b[J${fitted.join('\n')}\n`);
      this.drawn = fitted.length;
    } else if (Date.now() - this.lastPrint > 5_000) {
      this.lastPrint = Date.now();
      this.out.write(`${lines.join('\n')}\n\n`);
    }
  }

  /** Prints a line that stays. */
  say(line: string): void {
    if (this.out.isTTY && this.drawn > 0) this.out.write(`\x1b[${this.drawn}A\x1b[J`);
    this.drawn = 0;
    this.out.write(`${line}\n`);
  }
}

/** Breaks a line at the gaps between its fields, so that redrawing counts the rows right. */
function fit(line: string, width: number): string[] {
  const rows: string[] = [];
  let row = '';
  for (const field of line.split('   ')) {
    const longer = row ? `${row}   ${field}` : field;
    if (longer.length > width - 1 && row) {
      rows.push(row);
      row = `  ${field}`.slice(0, width - 1);
    } else row = longer.slice(0, width - 1);
  }
  return [...rows, row];
}
