/** Notes how an import goes while it goes, at most twice a second, for those who watch from elsewhere. */
import { Injectable } from '@nestjs/common';
import { aborted, isDomainError, notFound } from '@lastmile/errors';
import { ImportJournalRepository, LOST } from './import-journal.repository.js';
import type { ImportProgress, ImportRecord, ImportSummary } from './import.types.js';

const WRITE_EVERY_MS = 500;

/** What is told of one import. */
export interface ImportJournal {
  report(progress: ImportProgress): void;
  done(summary: ImportSummary): Promise<void>;
  failed(error: unknown): Promise<void>;
}

const NOBODY_ASKS: ImportJournal = { report: () => {}, done: async () => {}, failed: async () => {} };

@Injectable()
export class ImportJournals {
  constructor(private readonly records: ImportJournalRepository) {}

  /** A blank id: nobody will ask. Throws aborted IMPORT_RUNNING while an import with that id runs. */
  async begin(importId: string): Promise<ImportJournal> {
    if (importId === '') return NOBODY_ASKS;
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
  /** Writes what is unchanged too: it says that the process is alive. */
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

  /** One after another. A note that cannot be written stops no import: a later one may, and silence reads as failure. */
  private write(): void {
    this.writing = this.writing.then(() => this.records.update(this.importId, this.progress)).catch(() => undefined);
  }
}
