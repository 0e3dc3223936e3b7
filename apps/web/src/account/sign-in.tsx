// Signing in, and the way to a new account or a new password.
import { useState, type FormEvent } from 'react';
import { Link, Navigate, useSearchParams } from 'react-router';
import { answerOf, api } from '../api/client';
import { deviceTokenOf, keepDeviceToken, keepSession, useSession } from '../session/session';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card, Field, Notice } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { Front } from './front';

export function SignIn() {
  const t = useText('account');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [search] = useSearchParams();
  const enter = useCommand({
    run: (body: { email: string; password: string }) =>
      answerOf(api.POST('/v1/sessions', { body: { ...body, deviceToken: deviceTokenOf(body.email) } })),
    onDone: ({ deviceToken, ...signed }) => {
      keepDeviceToken(signed.user.email, deviceToken);
      keepSession(signed);
    },
  });
  if (useSession()) return <Navigate to={search.get('to') ?? '/'} replace />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate({ email, password });
  };
  const isWrong = enter.error?.status === 401;
  return (
    <Front>
      <Card label={t.signIn}>
        <form className="stack" onSubmit={submit}>
          <h2>{t.signIn}</h2>
          {search.has('reset') && <Notice>{t.resetDone}</Notice>}
          <Field
            label={t.email}
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Field
            label={t.password}
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={isWrong ? t.wrong : undefined}
          />
          {!isWrong && <ProblemNotice error={enter.error} />}
          <Button type="submit" tone="primary" isWide isBusy={enter.isPending}>
            {t.signIn}
          </Button>
          <Link to="/forgot">{t.forgot}</Link>
        </form>
      </Card>
      <p>
        {t.newHere} <Link to="/join">{t.signUp}</Link>
      </p>
    </Front>
  );
}
