/** A feed in a zip archive. Archives that unpack to far more data than a feed needs are refused. */
import { basename } from 'node:path';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { FeedError } from './feed.error.js';
import type { FeedSource } from './feed-source.types.js';

export interface ZipLimits {
  entries: number;
  /** Sum over all entries, as declared; yauzl checks that no stream exceeds the declared size of its entry. */
  uncompressedBytes: number;
  /** Uncompressed ÷ compressed size of one entry above 1 MiB. Real timetables reach 30; zip bombs 1,000. */
  ratio: number;
}

/** The largest national feeds unpack to about 2 GiB; a city's to 0.3. */
const DEFAULT_LIMITS: ZipLimits = { entries: 1000, uncompressedBytes: 2 * 1024 ** 3, ratio: 200 };
const RATIO_MATTERS_FROM_BYTES = 1024 ** 2;

/** Throws a FeedError when the file is not a zip, is encrypted, or exceeds the limits. */
export async function openZip(path: string, limits = DEFAULT_LIMITS): Promise<FeedSource> {
  const archive = basename(path);
  const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true }).catch((cause: unknown) => {
    throw new FeedError({ file: archive }, 'is not a zip archive', { cause });
  });
  try {
    const entries = withoutSingleFolder(await readEntries(zip, archive, limits));
    return {
      files: new Map([...entries].map(([name, entry]) => [name, entry.uncompressedSize])),
      open(file) {
        const entry = entries.get(file);
        if (!entry) throw new FeedError({ file }, `is missing from ${archive}`);
        return zip.openReadStreamPromise(entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readEntries(zip: ZipFile, archive: string, limits: ZipLimits): Promise<Map<string, Entry>> {
  const refuse = (why: string): never => {
    throw new FeedError({ file: archive }, why);
  };
  if (zip.entryCount > limits.entries) refuse(`holds ${zip.entryCount} files; at most ${limits.entries} are accepted`);
  const entries = new Map<string, Entry>();
  let bytes = 0;
  for await (const entry of eachEntry(zip, archive)) {
    const name = entry.fileName;
    if (name.endsWith('/') || name.startsWith('__MACOSX/')) continue;
    if (entry.isEncrypted()) refuse(`${name} is encrypted`);
    if (!entry.canDecodeFileData())
      refuse(`${name} uses compression method ${entry.compressionMethod}; deflate is accepted`);
    if (entries.has(name)) refuse(`holds ${name} twice`);
    bytes += entry.uncompressedSize;
    if (bytes > limits.uncompressedBytes) refuse(`unpacks to more than ${limits.uncompressedBytes} bytes`);
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (entry.uncompressedSize > RATIO_MATTERS_FROM_BYTES && ratio > limits.ratio) {
      refuse(`${name} unpacks to more than ${limits.ratio} times its size`);
    }
    entries.set(name, entry);
  }
  return entries;
}

async function* eachEntry(zip: ZipFile, archive: string): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (cause) {
    throw new FeedError({ file: archive }, 'is not a sound zip archive: its directory is damaged', { cause });
  }
}

/** Many publishers zip the folder instead of its files. */
function withoutSingleFolder(entries: Map<string, Entry>): Map<string, Entry> {
  const names = [...entries.keys()];
  const folder = names[0]?.match(/^[^/]+\//)?.[0];
  if (!folder || !names.every((name) => name.startsWith(folder))) return entries;
  return new Map([...entries].map(([name, entry]) => [name.slice(folder.length), entry]));
}
