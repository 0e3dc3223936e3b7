/** Receives an uploaded feed: writes its files to disk, runs the import, records its progress, and removes the files. */
import { Injectable } from '@nestjs/common';
import { invalidArgument } from '@lastmile/errors';
import { StationConfig } from '../station.config.js';
import { type ImportJournal, ImportJournalService } from './import-journal.service.js';
import type { ImportOptions, ImportProgress, ImportSummary, UploadHeader, UploadPart } from './import.types.js';
import { Upload } from './upload.js';

type RunImport = (options: ImportOptions, onProgress: (progress: ImportProgress) => void) => Promise<ImportSummary>;

@Injectable()
export class ImportUploadService {
  constructor(
    private readonly journals: ImportJournalService,
    private readonly config: StationConfig,
  ) {}

  /**
   * Receives all parts, then calls `run` with the files. `parts` begins with the header, or throws. Throws aborted
   * IMPORT_RUNNING, and what `Upload.write` and `run` throw.
   */
  async receive(parts: AsyncIterable<UploadPart>, run: RunImport): Promise<ImportSummary> {
    const upload = await Upload.create(this.config.uploadDirectory);
    let header: UploadHeader | undefined;
    let journal: ImportJournal | undefined;
    try {
      for await (const part of parts) {
        if (part.kind === 'header') {
          header = part;
          journal = await this.journals.begin(part.importId);
        } else {
          await upload.write(part.fileName, part.data);
          journal?.report({ phase: 'receiving', bytesDone: upload.size, bytesTotal: 0, rowsDone: 0 });
        }
      }
      if (!header) throw new TypeError('an upload without a header');
      const summary = await run(await optionsOf(header, upload), (progress) => journal?.report(progress));
      await journal?.done(summary);
      return summary;
    } catch (error) {
      await journal?.failed(error);
      throw error;
    } finally {
      await upload.remove();
    }
  }
}

async function optionsOf(header: UploadHeader, upload: Upload): Promise<ImportOptions> {
  const { feedId, replayLastWeek, hasStationAreas } = header;
  const paths = await upload.finish();
  if (hasStationAreas && !paths.areasPath)
    throw invalidArgument('message', 'message: areas.csv was announced, not sent');
  return { ...paths, feedId: feedId || undefined, replayLastWeek };
}
