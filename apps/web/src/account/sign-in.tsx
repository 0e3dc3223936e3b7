// Sign-in, with links to create an account or to reset the password.
import { useState, type FormEvent } from 'react';
import { Link, Navigate, useSearchParams } from 'react-router';
import { answerOf, api } from '../api/client';
import type { ApiProblem } from '../api/problem';
import { deviceTokenOf, keepDeviceToken, keepSession, useSession } from '../session/session';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card, Field, Notice } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { Front } from './front';
import { CodeField } from './second-factor/code-field';

export function SignIn() {
  const t = useText('account');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [search] = useSearchParams();
  const enter = useCommand({
    run: (body: { email: string; password: string; code: string }) =>
      answerOf(api.POST('/v1/sessions', { body: { ...body, deviceToken: deviceTokenOf(body.email) } })),
    onDone: ({ deviceToken, ...signed }) => {
      keepDeviceToken(signed.user.email, deviceToken);
      keepSession(signed);
    },
  });
  if (useSession()) return <Navigate to={search.get('to') ?? '/'} replace />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    enter.mutate({ email, password, code });
  };
  // True after the server has required a code, until sign-in is started again.
  const isCodeAsked = enter.error?.reason === 'SECOND_FACTOR_REQUIRED' || Boolean(enter.variables?.code);
  if (isCodeAsked) {
    const startAnew = () => {
      setCode('');
      enter.reset();
    };
    return (
      <Front>
        <CodeForm
          code={code}
          error={enter.error}
          isBusy={enter.isPending}
          onChange={setCode}
          onSubmit={submit}
          onBack={startAnew}
        />
      </Front>
    );
  }
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
            focusOnError
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

interface CodeFormProps {
  readonly code: string;
  readonly error: ApiProblem | null;
  readonly isBusy: boolean;
  onChange(code: string): void;
  onSubmit(event: FormEvent): void;
  onBack(): void;
}

/** The second step, for accounts with a second factor. */
function CodeForm({ code, error, isBusy, onChange, onSubmit, onBack }: CodeFormProps) {
  const t = useText('secondFactor');
  const { signIn, wrong } = useText('account');
  const { back } = useText('app');
  const isWrong = error?.reason === 'SECOND_FACTOR_WRONG';
  const isAsked = error?.reason === 'SECOND_FACTOR_REQUIRED';
  return (
    <Card label={t.enterCode}>
      <form className="stack" onSubmit={onSubmit}>
        <h2>{t.enterCode}</h2>
        <CodeField value={code} error={isWrong ? t.wrongCode : undefined} onChange={onChange} />
        {!isWrong && !isAsked && <ProblemNotice error={error} words={{ WRONG_CREDENTIALS: wrong }} />}
        <Button type="submit" tone="primary" isWide isBusy={isBusy}>
          {signIn}
        </Button>
        <Button isWide onClick={onBack}>
          {back}
        </Button>
      </form>
    </Card>
  );
}
