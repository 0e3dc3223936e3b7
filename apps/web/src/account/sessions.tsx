// The devices on which a person is signed in; each session can be ended.
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { dayTime } from '../text/format';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Badge, Button, Card } from '../ui/ui';
import { useCommand } from '../ui/use-command';

const queryKey = ['sessions'] as const;

export function Sessions() {
  const t = useText('session');
  const sessions = useQuery({
    queryKey,
    queryFn: async () => (await answerOf(api.GET('/v1/users/me/sessions'))).items,
    retry: false,
  });
  const end = useCommand({
    run: (sessionId: string) =>
      answerOf(api.DELETE('/v1/users/me/sessions/{sessionId}', { params: { path: { sessionId } } })),
    touches: [queryKey],
  });
  const endOthers = useCommand({ run: () => answerOf(api.DELETE('/v1/users/me/sessions')), touches: [queryKey] });
  return (
    <Card label={t.sessions}>
      <h2>{t.sessions}</h2>
      <ProblemNotice error={sessions.error} words={{ NOT_OFFERED_BY_PROVIDER: t.notOffered }} />
      <ul className="stack">
        {sessions.data?.map(({ sessionId, userAgent, address, lastUseTime, isCurrent }) => {
          const device = deviceOf(userAgent) ?? t.unknownDevice;
          return (
            <li key={sessionId} className="stack stack-tight">
              <strong>{device}</strong>
              <span className="muted">
                {t.lastUsed({ when: dayTime(lastUseTime) })}
                {address && ` · ${address}`}
              </span>
              {isCurrent ? (
                <div>
                  <Badge tone="accent">{t.thisDevice}</Badge>
                </div>
              ) : (
                <div>
                  <Button
                    aria-label={t.endOf({ device })}
                    isBusy={end.isPending && end.variables === sessionId}
                    onClick={() => end.mutate(sessionId)}
                  >
                    {t.end}
                  </Button>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <ProblemNotice error={end.error ?? endOthers.error} />
      {(sessions.data?.length ?? 0) > 1 && (
        <Button isBusy={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
          {t.endOthers}
        </Button>
      )}
    </Card>
  );
}

const BROWSERS = [
  ['Edge', /Edg\//],
  ['Firefox', /Firefox\//],
  ['Chrome', /Chrome\//],
  ['Safari', /Safari\//],
] as const;
const SYSTEMS = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac', 'Linux'];

/** For example "Firefox, Windows"; a program that is not recognized is shown by its own name. */
function deviceOf(userAgent = ''): string | undefined {
  const browser = BROWSERS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  const system = SYSTEMS.find((name) => userAgent.includes(name));
  const known = [browser, system].filter(Boolean).join(', ');
  return known || userAgent.split(/[ /]/)[0] || undefined;
}
