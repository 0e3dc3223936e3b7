// The log of operators' actions and reads, newest first. Nobody can change it.
import { infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, api, type Schemas } from '../../api/client';
import { dayTime } from '../../text/format';
import { useText } from '../../text/text';
import { Badge } from '../../ui/ui';
import { SearchField } from '../lists/filter-fields';
import { PagedList } from '../lists/paged-list';
import { useFilters } from '../lists/use-filters';
import { useSettled } from '../lists/use-settled';
import { useNetworkZone } from '../lists/use-zones';

const PAGE_SIZE = 50;

const auditQuery = (subjectId: string) =>
  infiniteQueryOptions({
    queryKey: ['audit', subjectId],
    initialPageParam: '',
    queryFn: ({ pageParam: pageToken }) =>
      answerOf(api.GET('/v1/audit-entries', { params: { query: { subjectId, pageToken, pageSize: PAGE_SIZE } } })),
    getNextPageParam: ({ nextPageToken }) => nextPageToken,
    placeholderData: keepPreviousData,
  });

export function AuditLog() {
  const t = useText('audit');
  const words = useText('operator');
  const { values, set, clear, isAny } = useFilters('subject');
  const entries = useInfiniteQuery(auditQuery(useSettled(values.subject).trim()));
  const items = (entries.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <div className="stack op-page">
      <h1>{words.audit}</h1>
      <SearchField label={t.personHint} value={values.subject} onChange={(value) => set('subject', value)} />
      <PagedList query={entries} label={words.audit} {...(isAny && { onClear: clear })}>
        {items.map((entry) => (
          <Entry key={entry.entryId} {...entry} />
        ))}
      </PagedList>
    </div>
  );
}

function Entry({ time, actorEmail, action, subjectKind, subjectId, subjectEmail, refusal }: Schemas['AuditEntry']) {
  const t = useText('audit');
  const zone = useNetworkZone();
  const isGone = subjectKind === 'user' && !subjectId;
  const isRead = /^(Get|List)/.test(action);
  return (
    <li>
      <div className="list-item list-item-still">
        <span className="op-row">
          <time className="small muted number" dateTime={time}>
            {dayTime(time, zone)}
          </time>
          <span>
            <strong>{action}</strong> <span className="muted">· {actorEmail ?? t.gone}</span>
          </span>
          <span className="small">
            {subjectKind} <span className="muted">{isGone ? t.gone : (subjectEmail ?? subjectId)}</span>
          </span>
          <span className="op-state">
            {isRead && !refusal ? (
              <Badge>{t.read}</Badge>
            ) : (
              <Badge tone={refusal ? 'warn' : 'good'}>{refusal ? `${t.refused}: ${refusal}` : t.done}</Badge>
            )}
          </span>
        </span>
      </div>
    </li>
  );
}
