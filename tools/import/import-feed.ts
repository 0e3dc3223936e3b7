/** Sends a feed to a running station service and follows its import. */
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import {
  FeedFormat,
  type ImportProgress,
  type ImportSummary,
  type ImportTimetableRequest,
  StationServiceService,
} from '@lastmile/contracts';
import { asService, createClient, toDomainError } from '@lastmile/grpc';

export interface Feed {
  /** A zip file or a directory; without it only the areas of the feed `feedId` are replaced. */
  readonly gtfs?: string;
  readonly stationAreas?: string;
  /** Default: a slug of the feed's first agency. */
  readonly feedId?: string;
  readonly replayLastWeek?: boolean;
}

const CHUNK_BYTES = 256 * 1024;

/**
 * Resolves once the new timetable is in force. Throws a DomainError: FEED_INVALID with file, line and reason for a bad
 * feed, unavailable when there is no service at the gRPC target `address`; an ordinary Error for a file that cannot be read.
 */
export async function importFeed({
  address,
  onProgress = () => {},
  ...feed
}: Feed & { address: string; onProgress?: (progress: ImportProgress) => void }): Promise<ImportSummary> {
  const client = createClient(StationServiceService, { address, service: 'import' });
  const call = client.stream.importTimetable({ caller: asService('import') });
  const upload = Readable.from(messagesOf(feed));
  let unreadable: Error | undefined;
  upload.once('error', (error) => {
    unreadable = error;
    call.cancel();
  });
  upload.pipe(call as Writable);
  try {
    for await (const { message } of call as AsyncIterable<{ message?: Answer }>) {
      if (message?.$case === 'progress') onProgress(message.value);
      if (message?.$case === 'summary') return message.value;
    }
    throw new Error('the station service ended the import without a summary');
  } catch (error) {
    throw unreadable ?? toDomainError(error);
  } finally {
    upload.destroy();
    client.close();
  }
}

type Answer = { $case: 'progress'; value: ImportProgress } | { $case: 'summary'; value: ImportSummary };

async function* messagesOf(feed: Feed): AsyncGenerator<ImportTimetableRequest> {
  const isDirectory = feed.gtfs !== undefined && (await stat(feed.gtfs)).isDirectory();
  yield {
    message: {
      $case: 'header',
      value: {
        feedId: feed.feedId ?? '',
        format: isDirectory ? FeedFormat.FEED_FORMAT_DIRECTORY : FeedFormat.FEED_FORMAT_ZIP,
        replayLastWeek: feed.replayLastWeek ?? false,
        hasStationAreas: feed.stationAreas !== undefined,
        importId: '',
      },
    },
  };
  if (feed.stationAreas) yield* chunksOf('areas.csv', feed.stationAreas);
  if (feed.gtfs === undefined) return;
  if (!isDirectory) return yield* chunksOf('feed.zip', feed.gtfs);
  const names = (await readdir(feed.gtfs)).filter((name) => name.endsWith('.txt')).sort();
  for (const name of names) yield* chunksOf(name, join(feed.gtfs, name));
}

async function* chunksOf(fileName: string, path: string): AsyncGenerator<ImportTimetableRequest> {
  let empty = true;
  for await (const data of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    empty = false;
    yield { message: { $case: 'chunk', value: { fileName, data: data as Buffer } } };
  }
  // An empty file is still a file of the feed.
  if (empty) yield { message: { $case: 'chunk', value: { fileName, data: Buffer.alloc(0) } } };
}
