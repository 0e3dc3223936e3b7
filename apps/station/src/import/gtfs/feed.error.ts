/** Why a feed (or a station-areas file) was refused: always the file, where it applies the line and the field. */
import { DomainError } from '@lastmile/errors';

export interface Place {
  readonly file: string;
  /** 1-based, the header being line 1. A record that spans lines is named by its last one. */
  readonly line?: number;
  readonly field?: string;
}

/** INVALID_ARGUMENT with reason FEED_INVALID; the metadata repeats the place for programs. */
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
