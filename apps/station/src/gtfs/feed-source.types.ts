import type { Readable } from 'node:stream';

/** A GTFS feed as a set of named files: a zip archive or a directory look the same from here on. */
export interface FeedSource {
  /** File name → size in bytes, uncompressed. */
  readonly files: ReadonlyMap<string, number>;
  /** The file's bytes. Throws a FeedError when there is no such file; damaged data is an error of the stream. */
  open(file: string): Promise<Readable>;
  close(): void;
  /** Hears of every chunk of a file that was read: its bytes, and the rows finished meanwhile. */
  readonly onRead?: (file: string, bytes: number, rows: number) => void;
}
