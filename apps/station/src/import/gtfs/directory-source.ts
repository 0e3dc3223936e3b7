/** A feed extracted into a directory. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { FeedError } from './feed.error.js';
import type { FeedSource } from './feed-source.types.js';

export async function openDirectory(path: string): Promise<FeedSource> {
  const files = new Map<string, number>();
  for (const name of await readdir(path)) {
    const info = await stat(join(path, name));
    if (info.isFile()) files.set(name, info.size);
  }
  return {
    files,
    open(file) {
      if (!files.has(file)) throw new FeedError({ file }, `is missing from ${basename(path)}`);
      return Promise.resolve(createReadStream(join(path, file)));
    },
    close() {},
  };
}
