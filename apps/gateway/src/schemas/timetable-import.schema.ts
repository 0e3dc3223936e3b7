// An import of a timetable, with its progress.
import { ImportStatus, type Import } from '@lastmile/contracts';
import { id } from '@lastmile/ids';
import { z } from 'zod';
import { maybeText, maybeTime, time, words } from './fields.schema.js';

export const importId = id('import');

export const timetableImport = z
  .object({
    importId: z.string(),
    status: words(ImportStatus, 'IMPORT_STATUS_').output,
    phase: z.string().describe('`receiving`, the file being read, or `storing`.'),
    bytesDone: z.int(),
    bytesTotal: z.int().describe('0 while the upload is being received.'),
    rowsDone: z.int(),
    startTime: time,
    endTime: maybeTime,
    feedId: maybeText.describe('Once done.'),
    changed: z.boolean().optional().describe('Once done: false when this content was in force already.'),
    failure: z
      .object({
        reason: z.string(),
        message: z.string(),
        file: maybeText,
        line: z.int().optional(),
        field: maybeText,
      })
      .optional(),
  })
  .meta({ id: 'TimetableImport' });

export const importShown = ({ progress, failure, changed, ...rest }: Import) => ({
  ...rest,
  ...progress,
  changed: rest.status === ImportStatus.IMPORT_STATUS_DONE ? changed : undefined,
  failure: failure && { ...failure, line: failure.line || undefined },
});
