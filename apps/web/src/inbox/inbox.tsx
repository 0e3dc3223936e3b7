// A person's messages, newest first.
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { inboxQuery, keys } from '../api/queries';
import type { Entry } from '../live/live';
import { dayTime } from '../text/format';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Shell } from '../ui/shell';
import { Badge, Button, EmptyState, Spinner } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { entryPath } from './entry-path';

export function Inbox() {
  const t = useText('app');
  const inbox = useQuery(inboxQuery);
  const read = useCommand({
    run: (upToSequence: number) => answerOf(api.POST('/v1/notifications/read', { body: { upToSequence } })),
    touches: [keys.inbox],
  });
  const { items = [], lastSequence = 0, unreadCount = 0 } = inbox.data ?? {};
  return (
    <Shell>
      <div className="stack">
        <div className="row spread">
          <h1>{t.inbox}</h1>
          {unreadCount > 0 && (
            <Button tone="quiet" isBusy={read.isPending} onClick={() => read.mutate(lastSequence)}>
              {t.markRead}
            </Button>
          )}
        </div>
        {inbox.isPending && <Spinner label={t.loading} />}
        <ProblemNotice error={inbox.error ?? read.error} onRetry={() => void inbox.refetch()} />
        {inbox.isSuccess && items.length === 0 && <EmptyState title={t.emptyInbox} />}
        {items.length > 0 && (
          <ol className="list">
            {items.toReversed().map((entry) => (
              <li key={entry.sequence}>
                <Message entry={entry} />
              </li>
            ))}
          </ol>
        )}
      </div>
    </Shell>
  );
}

function Message({ entry }: { entry: Entry }) {
  const t = useText('app');
  const path = entryPath(entry);
  const message = (
    <span className="grow stack stack-tight">
      <span className="row spread">
        <strong>{entry.title}</strong>
        {!entry.readTime && <Badge tone="accent">{t.isNew}</Badge>}
      </span>
      {entry.body && <span>{entry.body}</span>}
      <time className="small muted" dateTime={entry.createTime}>
        {dayTime(entry.createTime)}
      </time>
    </span>
  );
  return path ? (
    <Link className="list-item" to={path}>
      {message}
    </Link>
  ) : (
    <div className="list-item list-item-still">{message}</div>
  );
}
