import type { LatLng } from '@lastmile/geo';
import type { AreaKind, TimetableInfo } from './station.types.js';

/** A line of the station-areas file; `stopId` is a station of the feed. */
export interface AreaRow {
  readonly stopId: string;
  readonly kind: AreaKind | 'pickup_point';
  readonly name: string;
  readonly position: LatLng;
}

export interface ImportOptions {
  /** A zip or a directory; without it only the areas of a feed that is there are replaced. */
  readonly feedPath?: string;
  readonly areasPath?: string;
  /** Default: a slug of the first agency's id. */
  readonly feedId?: string;
  readonly replayLastWeek: boolean;
}

export interface ImportProgress {
  /** The file being read, or `storing`. */
  readonly phase: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly rowsDone: number;
}

export interface ImportSummary {
  readonly timetable: TimetableInfo;
  /** False when this content was in force already. */
  readonly changed: boolean;
  readonly warnings: readonly string[];
  readonly areaCount: number;
}
