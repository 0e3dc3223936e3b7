/** A feed before it is read. */
import type { Readable } from 'node:stream';

/** The files the import reads; others (fares, translations, pathways …) are ignored. */
export const GTFS_FILES = [
  'agency.txt',
  'calendar.txt',
  'calendar_dates.txt',
  'feed_info.txt',
  'frequencies.txt',
  'routes.txt',
  'shapes.txt',
  'stop_times.txt',
  'stops.txt',
  'trips.txt',
] as const;

/** A GTFS feed as a set of named files: a zip archive and a directory look the same to the import. */
export interface FeedSource {
  /** File name → size in bytes, uncompressed. */
  readonly files: ReadonlyMap<string, number>;
  /** The file's content. Throws a FeedError when there is no such file; damaged data is an error of the stream. */
  open(file: string): Promise<Readable>;
  close(): void;
  /** Called for every chunk that was read from a file, with its size in bytes and the rows completed in it. */
  readonly onRead?: (file: string, bytes: number, rows: number) => void;
}
