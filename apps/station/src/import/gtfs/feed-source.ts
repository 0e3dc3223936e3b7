/** Opens files of a feed, and calculates its content hash. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { openDirectory } from './directory-source.js';
import { FeedError } from './feed.error.js';
import { type FeedSource, GTFS_FILES } from './feed-source.types.js';
import { openZip } from './zip-source.js';

export async function openFeedSource(path: string): Promise<FeedSource> {
  const info = await stat(path).catch((cause: unknown) => {
    throw new FeedError({ file: path }, 'cannot be read: no such file or directory', { cause });
  });
  return info.isDirectory() ? openDirectory(path) : openZip(path);
}

/**
 * SHA-256 over the names and bytes of the files that the import reads: the same for a zip and for its extracted
 * directory.
 */
export async function contentHash(source: FeedSource): Promise<string> {
  const hash = createHash('sha256');
  for (const file of GTFS_FILES) {
    const size = source.files.get(file);
    if (size === undefined) continue;
    hash.update(`${file}\0${size}\0`);
    for await (const chunk of await openChecked(source, file)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

/** Opens a file so that damaged data (a wrong size, a broken deflate stream) is reported as a FeedError. */
export async function openChecked(source: FeedSource, file: string): Promise<Readable> {
  const stream = await source.open(file);
  const emit = stream.emit.bind(stream);
  stream.emit = ((event: string, ...args: unknown[]) =>
    event === 'error' && !(args[0] instanceof FeedError)
      ? emit('error', new FeedError({ file }, `is damaged: ${messageOf(args[0])}`, { cause: args[0] }))
      : emit(event, ...args)) as typeof stream.emit;
  return stream;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
