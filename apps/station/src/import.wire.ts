/** The upload stream of ImportTimetable: a header, then chunks, spooled to disk for the import. */
import {
  type Import as ImportMessage,
  type ImportTimetableRequest,
  ImportStatus as WireImportStatus,
} from '@lastmile/contracts';
import { invalidArgument } from '@lastmile/errors';
import { parse } from '@lastmile/grpc';
import type { ImportJournal, ImportJournals } from './import-journal.js';
import type { ImportOptions, ImportProgress, ImportRecord, ImportSummary } from './import.types.js';
import { importChunk, importHeader } from './station.wire.js';
import { Upload } from './upload.js';

type Header = ReturnType<typeof parseHeader>;
type RunImport = (options: ImportOptions, onProgress: (progress: ImportProgress) => void) => Promise<ImportSummary>;

/** Receives the whole upload into `directory`, hands it to `run`, notes how it goes, and removes its files whatever happens. */
export async function receiveImport(
  messages: AsyncIterable<ImportTimetableRequest>,
  directory: string,
  journals: Pick<ImportJournals, 'begin'>,
  run: RunImport,
): Promise<ImportSummary> {
  const upload = await Upload.create(directory);
  let journal: ImportJournal | undefined;
  try {
    let header: Header | undefined;
    for await (const { message } of messages) {
      if (!header || !journal) {
        header = parseHeader(message);
        journal = await journals.begin(header.importId);
        continue;
      }
      if (message?.$case !== 'chunk') throw invalidArgument('message', 'message: must be a chunk after the header');
      const { fileName, data } = parse(importChunk, message.value);
      await upload.write(fileName, data);
      journal.report({ phase: 'receiving', bytesDone: upload.size, bytesTotal: 0, rowsDone: 0 });
    }
    if (!header || !journal) throw invalidArgument('message', 'message: the upload is empty');
    const noted = journal;
    const summary = await run(await optionsOf(header, upload), (progress) => noted.report(progress));
    await journal.done(summary);
    return summary;
  } catch (error) {
    await journal?.failed(error);
    throw error;
  } finally {
    await upload.remove();
  }
}

export const toImport = ({ progress, status, failure, ...record }: ImportRecord): ImportMessage => ({
  ...record,
  progress: { ...progress },
  status: STATUSES[status],
  startTime: record.startTime,
  endTime: record.endTime,
  feedId: record.feedId ?? '',
  changed: record.changed ?? false,
  failure: failure && {
    reason: failure.reason,
    message: failure.message,
    file: failure.metadata.file ?? '',
    line: Number(failure.metadata.line ?? 0),
    field: failure.metadata.field ?? '',
  },
});

const STATUSES: Record<ImportRecord['status'], WireImportStatus> = {
  running: WireImportStatus.IMPORT_STATUS_RUNNING,
  done: WireImportStatus.IMPORT_STATUS_DONE,
  failed: WireImportStatus.IMPORT_STATUS_FAILED,
};

async function optionsOf({ feedId, replayLastWeek, hasStationAreas }: Header, upload: Upload): Promise<ImportOptions> {
  const paths = await upload.finish();
  if (hasStationAreas && !paths.areasPath)
    throw invalidArgument('message', 'message: areas.csv was announced, not sent');
  return { ...paths, feedId: feedId || undefined, replayLastWeek };
}

function parseHeader(message: ImportTimetableRequest['message']) {
  if (message?.$case !== 'header') throw invalidArgument('message', 'message: must start with a header');
  return parse(importHeader, message.value);
}
