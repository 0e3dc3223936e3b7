// Streams an uploaded feed to the station service; it is never held in memory as a whole.
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { FeedFormat, type ImportSummary, type StationServiceService } from '@lastmile/contracts';
import { toDomainError, type RpcClient } from '@lastmile/grpc';

const PIECE_BYTES = 512 * 1024;

/** @throws DomainError of the station service, for example FEED_INVALID with file, line and reason, or FEED_TOO_LARGE */
export async function uploadFeed(
  stations: RpcClient<typeof StationServiceService>,
  feed: Readable,
  options: { feedId: string; replayLastWeek: boolean; importId: string },
): Promise<ImportSummary> {
  const call = stations.stream.importTimetable();
  const answered = summaryOf(call);
  // A refusal ends the upload early; the failure itself is reported by `answered`.
  const sent = (async () => {
    call.write({
      message: { $case: 'header', value: { ...options, format: FeedFormat.FEED_FORMAT_ZIP, hasStationAreas: false } },
    });
    for await (const chunk of feed as AsyncIterable<Buffer>) {
      for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
        const data = chunk.subarray(start, start + PIECE_BYTES);
        const goesOn = call.write({ message: { $case: 'chunk', value: { fileName: 'feed.zip', data } } });
        if (!goesOn) await Promise.race([once(call, 'drain'), answered.then(() => undefined)]);
      }
    }
    call.end();
  })();
  sent.catch(() => call.cancel());
  return answered;
}

async function summaryOf(call: AsyncIterable<{ message?: { $case: string; value: unknown } }>): Promise<ImportSummary> {
  try {
    let summary: ImportSummary | undefined;
    for await (const { message } of call) if (message?.$case === 'summary') summary = message.value as ImportSummary;
    if (!summary) throw new Error('the import ended without a summary');
    return summary;
  } catch (error) {
    throw toDomainError(error);
  }
}
