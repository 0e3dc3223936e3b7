// A new password for people who forgot theirs: requesting the link, and the page that it opens.
import { useState, type FormEvent } from 'react';
import { Link, useNavigate } from 'react-router';
import { answerOf, api } from '../api/client';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card, Field, Notice } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { Front } from './front';
import { Strength } from './strength';

const NOTHING: readonly string[] = [];

export function ForgotPassword() {
  const t = useText('account');
  const [email, setEmail] = useState('');
  const ask = useCommand({ run: (body: { email: string }) => answerOf(api.POST('/v1/password-resets', { body })) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ email });
  };
  return (
    <Front>
      <Card label={t.forgotTitle}>
        <form className="stack" onSubmit={submit}>
          <h2>{t.forgotTitle}</h2>
          {ask.isSuccess ? (
            <Notice>{t.forgotSent}</Notice>
          ) : (
            <>
              <Field
                label={t.email}
                type="email"
                autoComplete="username"
                required
                value={email}
                onChange={(event) => setEmail(event.target.value)}
              />
              <ProblemNotice error={ask.error} />
              <Button type="submit" tone="primary" isWide isBusy={ask.isPending}>
                {t.forgotSend}
              </Button>
            </>
          )}
        </form>
      </Card>
      <p>
        <Link to="/sign-in">{t.signIn}</Link>
      </p>
    </Front>
  );
}

/** Opened from the mail. The token is after the # of the address, which browsers never send to a server. */
export function ResetPassword() {
  const t = useText('account');
  const s = useText('session');
  const navigate = useNavigate();
  const [newPassword, setNewPassword] = useState('');
  const reset = useCommand({
    run: (body: { resetToken: string; newPassword: string }) =>
      answerOf(api.POST('/v1/password-resets/confirm', { body })),
    onDone: () => void navigate('/sign-in?reset', { replace: true }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate({ resetToken: new URLSearchParams(location.hash.slice(1)).get('token') ?? '', newPassword });
  };
  return (
    <Front>
      <Card label={t.forgotTitle}>
        <form className="stack" onSubmit={submit}>
          <h2>{t.forgotTitle}</h2>
          <Field
            label={t.newPassword}
            hint={t.passwordHint}
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={72}
            value={newPassword}
            onChange={(event) => setNewPassword(event.target.value)}
          />
          <Strength password={newPassword} known={NOTHING} />
          <ProblemNotice error={reset.error} words={{ PASSWORD_TOO_WEAK: s.tooWeak }} />
          <Button type="submit" tone="primary" isWide isBusy={reset.isPending}>
            {t.forgotTitle}
          </Button>
        </form>
      </Card>
    </Front>
  );
}
