/** Why a feed (or a station-areas file) was refused: always names the file, and the line and the field where possible. */
import { DomainError } from '@lastmile/errors';

export interface Place {
  readonly file: string;
  /** 1-based; the header is line 1. For a record of several lines, its last line. */
  readonly line?: number;
  readonly field?: string;
}

/** INVALID_ARGUMENT with reason FEED_INVALID; the metadata contains file, line and field for programs. */
export class FeedError extends DomainError {
  constructor(
    readonly place: Place,
    readonly why: string,
    options?: { cause?: unknown },
  ) {
    const { file, line, field } = place;
    const where = [file, line === undefined ? '' : ` line ${line}`, field === undefined ? '' : `, ${field}`].join('');
    super('invalid_argument', 'FEED_INVALID', `${where}: ${why}`, describe(place, why), options);
  }
}

function describe({ file, line, field }: Place, why: string): Record<string, string> {
  return {
    file,
    ...(line === undefined ? {} : { line: String(line) }),
    ...(field === undefined ? {} : { field }),
    why,
  };
}
