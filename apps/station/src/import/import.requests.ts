/** Checks each message of ImportTimetable's upload stream: one header, then chunks. Also the request of GetImport. */
import { FeedFormat, type ImportTimetableRequest } from '@lastmile/contracts';
import { invalidArgument } from '@lastmile/errors';
import { id, parse } from '@lastmile/grpc';
import { feedId } from '@lastmile/ids';
import { z } from 'zod';
import type { UploadPart } from './import.types.js';

const header = z.object({
  feedId: z.literal('').or(feedId),
  format: z.enum([FeedFormat.FEED_FORMAT_ZIP, FeedFormat.FEED_FORMAT_DIRECTORY]),
  replayLastWeek: z.boolean(),
  hasStationAreas: z.boolean(),
  importId: z.literal('').or(id('import')),
});

const chunk = z.object({
  fileName: z.string(),
  data: z.instanceof(Uint8Array).refine((data) => data.length <= 1024 ** 2, 'must have at most 1 MiB'),
});

export const getImport = z.object({ importId: id('import') });

/** Yields the messages as they arrive. Throws invalid_argument for the first one that is invalid or out of order. */
export async function* uploadParts(messages: AsyncIterable<ImportTimetableRequest>): AsyncGenerator<UploadPart> {
  let hasHeader = false;
  for await (const { message } of messages) {
    if (hasHeader) {
      if (message?.$case !== 'chunk') throw invalidArgument('message', 'message: must be a chunk after the header');
      yield { kind: 'chunk', ...parse(chunk, message.value) };
    } else {
      if (message?.$case !== 'header') throw invalidArgument('message', 'message: must start with a header');
      hasHeader = true;
      yield { kind: 'header', ...parse(header, message.value) };
    }
  }
  if (!hasHeader) throw invalidArgument('message', 'message: the upload is empty');
}
