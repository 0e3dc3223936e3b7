/** Input, progress and result of an import. */
import type { LatLng } from '@lastmile/geo';
import type { AreaKind, TimetableInfo } from '../station.types.js';

/** A line of the station-areas file; `stopId` is a station of the feed. */
export interface AreaRow {
  readonly stopId: string;
  readonly kind: AreaKind | 'pickup_point';
  readonly name: string;
  readonly position: LatLng;
}

/** The first message of an upload. */
export interface UploadHeader {
  /** Blank: the default of `ImportOptions`. */
  readonly feedId: string;
  readonly replayLastWeek: boolean;
  /** The areas file is among the files that follow. */
  readonly hasStationAreas: boolean;
  /** An id chosen by the caller, to look up the import; blank for none. */
  readonly importId: string;
}

/** A message of an upload. The chunks of a file come one after another. */
export type UploadPart =
  | ({ readonly kind: 'header' } & UploadHeader)
  | { readonly kind: 'chunk'; readonly fileName: string; readonly data: Uint8Array };

export interface ImportOptions {
  /** A zip or a directory; if undefined, only the areas of an imported feed are replaced. */
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

/** Why an import failed, as reported to its caller. */
export interface ImportFailure {
  readonly reason: string;
  readonly message: string;
  /** `file`, `line` and `field` when the feed caused the failure. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** An import as `GetImport` shows it, to the caller and to others. */
export interface ImportRecord {
  readonly importId: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly progress: ImportProgress;
  /** Real time, like all times of a record. */
  readonly startTime: Date;
  readonly endTime?: Date;
  readonly feedId?: string;
  readonly changed?: boolean;
  readonly failure?: ImportFailure;
}

export interface ImportSummary {
  readonly timetable: TimetableInfo;
  /** False when this content was already the current timetable. */
  readonly changed: boolean;
  readonly warnings: readonly string[];
  readonly areaCount: number;
}
