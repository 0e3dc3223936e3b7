// A person's messages, newest first.
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { inboxQuery, keys } from '../api/queries';
import { appText } from '../text/app.text';
import { dayTime } from '../text/format';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Shell } from '../ui/shell';
import { Badge, Button, EmptyState, Spinner } from '../ui/ui';
import { useCommand } from '../ui/use-command';

export function Inbox() {
  const t = useText(appText);
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
              <li key={entry.sequence} className="list-item">
                <div className="grow stack stack-tight">
                  <div className="row spread">
                    <strong>{entry.title}</strong>
                    {!entry.readTime && <Badge tone="accent">•</Badge>}
                  </div>
                  {entry.body && <p>{entry.body}</p>}
                  <time className="small muted" dateTime={entry.createTime}>
                    {dayTime(entry.createTime)}
                  </time>
                </div>
              </li>
            ))}
          </ol>
        )}
      </div>
    </Shell>
  );
}
