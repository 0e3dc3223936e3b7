/** Writes an import's progress to the database while it runs, at most twice a second, for `GetImport`. */
import { Injectable } from '@nestjs/common';
import { aborted, isDomainError, notFound } from '@lastmile/errors';
import { ImportJournalRepository, LOST } from './import-journal.repository.js';
import type { ImportProgress, ImportRecord, ImportSummary } from './import.types.js';

const WRITE_EVERY_MS = 500;

/** Receives the progress of one import. */
export interface ImportJournal {
  report(progress: ImportProgress): void;
  done(summary: ImportSummary): Promise<void>;
  failed(error: unknown): Promise<void>;
}

/** For an import without an id, which nobody can look up. */
const NOT_WRITTEN: ImportJournal = { report: () => {}, done: async () => {}, failed: async () => {} };

@Injectable()
export class ImportJournalService {
  constructor(private readonly records: ImportJournalRepository) {}

  /** Writes nothing if the id is blank. Throws aborted IMPORT_RUNNING while an import with that id is running. */
  async begin(importId: string): Promise<ImportJournal> {
    if (importId === '') return NOT_WRITTEN;
    if (await this.records.begin(importId)) return new WrittenJournal(this.records, importId);
    throw aborted('IMPORT_RUNNING', `import ${importId} is running`, { import_id: importId });
  }

  /** Throws not_found IMPORT_NOT_FOUND. */
  async read(importId: string): Promise<ImportRecord> {
    const record = await this.records.find(importId);
    if (!record) throw notFound('import', importId);
    return record;
  }
}

class WrittenJournal implements ImportJournal {
  private progress: ImportProgress = { phase: 'receiving', bytesDone: 0, bytesTotal: 0, rowsDone: 0 };
  private writing = Promise.resolve();
  /** Unchanged progress is written, too: the time of writing shows that the process is alive. */
  private readonly timer = setInterval(() => this.write(), WRITE_EVERY_MS);

  constructor(
    private readonly records: ImportJournalRepository,
    private readonly importId: string,
  ) {}

  report(progress: ImportProgress): void {
    this.progress = progress;
  }

  async done({ timetable: { feedId }, changed }: ImportSummary): Promise<void> {
    await this.close();
    await this.records.end(this.importId, { feedId, changed });
  }

  async failed(error: unknown): Promise<void> {
    await this.close();
    const failure = isDomainError(error)
      ? { reason: error.reason, message: error.message, metadata: error.metadata }
      : LOST;
    await this.records.end(this.importId, failure);
  }

  private async close(): Promise<void> {
    clearInterval(this.timer);
    this.write();
    await this.writing;
  }

  /**
   * Writes are sequential. A failed write does not stop the import; if all fail, `GetImport` shows the import as
   * failed.
   */
  private write(): void {
    this.writing = this.writing.then(() => this.records.update(this.importId, this.progress)).catch(() => undefined);
  }
}
