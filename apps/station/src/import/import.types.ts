/** What an import takes, reports and leaves behind. */
import type { LatLng } from '@lastmile/geo';
import type { AreaKind, TimetableInfo } from '../station.types.js';

/** A line of the station-areas file; `stopId` is a station of the feed. */
export interface AreaRow {
  readonly stopId: string;
  readonly kind: AreaKind | 'pickup_point';
  readonly name: string;
  readonly position: LatLng;
}

/** What an upload says first. */
export interface UploadHeader {
  /** Blank: see `ImportOptions`. */
  readonly feedId: string;
  readonly replayLastWeek: boolean;
  /** The areas file is among the files that follow. */
  readonly hasStationAreas: boolean;
  /** The caller's own id, under which the import can be looked up; blank for none. */
  readonly importId: string;
}

/** A message of an upload. The pieces of a file come one after another. */
export type UploadPart =
  | ({ readonly kind: 'header' } & UploadHeader)
  | { readonly kind: 'chunk'; readonly fileName: string; readonly data: Uint8Array };

export interface ImportOptions {
  /** A zip or a directory; without it only the areas of a feed that is there are replaced. */
  readonly feedPath?: string;
  readonly areasPath?: string;
  /** Default: a slug of the first agency's id. */
  readonly feedId?: string;
  readonly replayLastWeek: boolean;
}

export interface ImportProgress {
  /** `receiving`, the file being read, or `storing`. */
  readonly phase: string;
  readonly bytesDone: number;
  /** 0 while unknown. */
  readonly bytesTotal: number;
  readonly rowsDone: number;
}

/** Why an import failed, as its caller was told. */
export interface ImportFailure {
  readonly reason: string;
  readonly message: string;
  /** `file`, `line` and `field` when the feed is to blame. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An import as `GetImport` shows it, also to others than its caller. */
export interface ImportRecord {
  readonly importId: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly progress: ImportProgress;
  /** Wall time, as all times of a record. */
  readonly startTime: Date;
  readonly endTime?: Date;
  readonly feedId?: string;
  readonly changed?: boolean;
  readonly failure?: ImportFailure;
}

export interface ImportSummary {
  readonly timetable: TimetableInfo;
  /** False when this content was in force already. */
  readonly changed: boolean;
  readonly warnings: readonly string[];
  readonly areaCount: number;
}
