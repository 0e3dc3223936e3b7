/** The upload stream of ImportTimetable: a header, then chunks, spooled to disk for the import. */
import type { ImportTimetableRequest } from '@lastmile/contracts';
import { invalidArgument } from '@lastmile/errors';
import { parse } from '@lastmile/grpc';
import type { ImportOptions } from './import.types.js';
import { importChunk, importHeader } from './station.wire.js';
import { Upload } from './upload.js';

/** Receives the whole upload into `directory`, hands it to `run`, and removes its files whatever happens. */
export async function receiveImport(
  messages: AsyncIterable<ImportTimetableRequest>,
  directory: string,
  run: (options: ImportOptions) => Promise<void>,
): Promise<void> {
  const upload = await Upload.create(directory);
  try {
    let header: ReturnType<typeof parseHeader> | undefined;
    for await (const { message } of messages) {
      if (!header) {
        header = parseHeader(message);
        continue;
      }
      if (message?.$case !== 'chunk') throw invalidArgument('message', 'message: must be a chunk after the header');
      const { fileName, data } = parse(importChunk, message.value);
      await upload.write(fileName, data);
    }
    if (!header) throw invalidArgument('message', 'message: the upload is empty');
    const { feedId, replayLastWeek, hasStationAreas } = header;
    const paths = await upload.finish();
    if (hasStationAreas && !paths.areasPath)
      throw invalidArgument('message', 'message: areas.csv was announced, not sent');
    await run({ ...paths, feedId: feedId || undefined, replayLastWeek });
  } finally {
    await upload.remove();
  }
}

function parseHeader(message: ImportTimetableRequest['message']) {
  if (message?.$case !== 'header') throw invalidArgument('message', 'message: must start with a header');
  return parse(importHeader, message.value);
}
