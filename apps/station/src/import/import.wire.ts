/** Converts imports, their progress and their result to contract messages. */
import {
  type Import as ImportMessage,
  type ImportTimetableResponse,
  ImportStatus as WireImportStatus,
} from '@lastmile/contracts';
import { toTimetable } from '../station.wire.js';
import type { ImportProgress, ImportRecord, ImportSummary } from './import.types.js';

const STATUSES: Record<ImportRecord['status'], WireImportStatus> = {
  running: WireImportStatus.IMPORT_STATUS_RUNNING,
  done: WireImportStatus.IMPORT_STATUS_DONE,
  failed: WireImportStatus.IMPORT_STATUS_FAILED,
};

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

export const progressMessage = (value: ImportProgress): ImportTimetableResponse => ({
  message: { $case: 'progress', value },
});

export const summaryMessage = ({ timetable, warnings, ...summary }: ImportSummary): ImportTimetableResponse => ({
  message: { $case: 'summary', value: { ...summary, timetable: toTimetable(timetable), warnings: [...warnings] } },
});
