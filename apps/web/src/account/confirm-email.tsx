// Confirming an address: requesting the mail, and the page that its link opens.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { answerOf, api } from '../api/client';
import { meQuery } from '../api/queries';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card, Notice, Spinner } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { Front } from './front';

/** Renders nothing when the address is confirmed. */
export function ConfirmNotice() {
  const t = useText('session');
  const me = useQuery({ ...meQuery, staleTime: 0 });
  const ask = useCommand({ run: () => answerOf(api.POST('/v1/users/me/email-confirmations')) });
  if (me.data?.emailConfirmed !== false) return null;
  return (
    <Notice tone="warn">
      <div className="stack stack-tight">
        <span>{ask.isSuccess ? t.confirmSent : t.unconfirmed}</span>
        {!ask.isSuccess && (
          <div>
            <Button isBusy={ask.isPending} onClick={() => ask.mutate(undefined)}>
              {t.confirm}
            </Button>
          </div>
        )}
        <ProblemNotice error={ask.error} />
      </div>
    </Notice>
  );
}

/** Opened from the mail. The token is after the # of the address, which browsers never send to a server. */
export function ConfirmEmail() {
  const t = useText('session');
  const { loading, home } = useText('app');
  const hasBegun = useRef(false);
  const { mutate, isSuccess, error } = useCommand({
    run: (confirmationToken: string) =>
      answerOf(api.POST('/v1/email-confirmations/confirm', { body: { confirmationToken } })),
    touches: [meQuery.queryKey],
  });
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    mutate(new URLSearchParams(location.hash.slice(1)).get('token') || 'none');
  }, [mutate]);
  return (
    <Front>
      <Card label={t.confirmTitle}>
        <h2>{t.confirmTitle}</h2>
        {isSuccess && <Notice>{t.confirmed}</Notice>}
        <ProblemNotice error={error} words={{ CONFIRMATION_TOKEN_INVALID: t.confirmBad }} />
        {!isSuccess && !error && <Spinner label={loading} />}
        <Link to="/">{home}</Link>
      </Card>
    </Front>
  );
}
