// The import in the address: its progress and its result, also after a reload or on another person's screen.
import { useQuery } from '@tanstack/react-query';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Notice } from '../../ui/ui';
import { ImportProgress } from './import-progress';
import { RefusedFeed } from './import-result';
import { importQuery } from './import.query';

export function ImportStatus({ importId }: { importId: string }) {
  const t = useText('timetables');
  const { data, error, refetch } = useQuery(importQuery(importId));
  if (!data) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (data.status === 'running') return <ImportProgress sent={1} noted={data} />;
  if (!data.failure) return <Notice>{data.changed ? t.done : t.unchanged}</Notice>;
  const { file, line, field, message, reason } = data.failure;
  if (file) return <RefusedFeed file={file} line={line} field={field} why={message} />;
  return <Notice tone="bad">{reason === 'IMPORT_LOST' ? t.lost : message}</Notice>;
}
