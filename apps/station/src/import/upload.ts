/** Writes an uploaded feed to disk: chunks go into a temporary directory, and are not collected in memory. */
import { type FileHandle, mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError, invalidArgument } from '@lastmile/errors';

export const ZIP_NAME = 'feed.zip';
export const AREAS_NAME = 'areas.csv';
export const UPLOAD_LIMIT_BYTES = 256 * 1024 ** 2;

/** File names of feeds: no separators and no leading dot, so that a name cannot point outside of the directory. */
const FILE_NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
const MAX_FILES = 200;

export class Upload {
  private readonly names = new Set<string>();
  private file?: FileHandle;
  private current?: string;
  private bytes = 0;

  private constructor(
    private readonly directory: string,
    private readonly limitBytes: number,
  ) {}

  /** Keeps its files in a new directory below `parent`. */
  static async create(parent: string, limitBytes = UPLOAD_LIMIT_BYTES): Promise<Upload> {
    return new Upload(await mkdtemp(join(parent, 'lastmile-feed-')), limitBytes);
  }

  /**
   * Appends to the file. The chunks of a file must come one after another; starting another file closes it. Throws
   * resource_exhausted FEED_TOO_LARGE, invalid_argument for a bad or repeated name, unavailable DISK_FULL.
   */
  async write(name: string, data: Uint8Array): Promise<void> {
    this.bytes += data.length;
    if (this.bytes > this.limitBytes) {
      const limit = String(this.limitBytes);
      const message = `the upload is larger than ${limit} bytes`;
      throw new DomainError('resource_exhausted', 'FEED_TOO_LARGE', message, { limit_bytes: limit });
    }
    try {
      if (name !== this.current) await this.start(name);
      await this.file!.write(data);
    } catch (error) {
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? noRoom(error) : error;
    }
  }

  /** Bytes received so far. */
  get size(): number {
    return this.bytes;
  }

  /**
   * Closes the last file. `feedPath` is the uploaded zip or the directory of files; undefined when only areas were
   * uploaded.
   */
  async finish(): Promise<{ feedPath?: string; areasPath?: string }> {
    await this.file?.close();
    this.file = undefined;
    const areasPath = this.names.has(AREAS_NAME) ? join(this.directory, 'areas', AREAS_NAME) : undefined;
    if (this.names.has(ZIP_NAME)) return { feedPath: join(this.directory, ZIP_NAME), areasPath };
    const onlyAreas = this.names.size === (areasPath ? 1 : 0);
    return { feedPath: onlyAreas ? undefined : this.directory, areasPath };
  }

  async remove(): Promise<void> {
    await this.file?.close();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async start(name: string): Promise<void> {
    const refuse = (why: string): never => {
      throw invalidArgument('chunk.fileName', `chunk.fileName: ${why}`);
    };
    if (!FILE_NAME.test(name)) refuse('must be a plain file name');
    if (this.names.has(name)) refuse('the pieces of a file must come one after another');
    if (this.names.size === MAX_FILES) refuse(`at most ${MAX_FILES} files are accepted`);
    await this.file?.close();
    this.file = undefined;
    this.names.add(name);
    this.current = name;
    // In another directory, so that it does not count as a file of the feed.
    const directory = name === AREAS_NAME ? join(this.directory, 'areas') : this.directory;
    await mkdir(directory, { recursive: true });
    this.file = await open(join(directory, name), 'wx');
  }
}

const noRoom = (cause: unknown): DomainError =>
  new DomainError('unavailable', 'DISK_FULL', 'there is no room for the upload at the moment', {}, { cause });
