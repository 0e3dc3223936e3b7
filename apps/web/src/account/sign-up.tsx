// Creates an account: for riding, for driving, or both.
import { useState, type FormEvent } from 'react';
import { Link, Navigate } from 'react-router';
import { answerOf, api, keyed } from '../api/client';
import { keepDeviceToken, keepSession, useSession, type Role } from '../session/session';
import { useLanguage, useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card, Check, Field } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { Front } from './front';
import { Strength } from './strength';

export function SignUp() {
  const t = useText('account');
  const s = useText('session');
  const language = useLanguage();
  const [form, setForm] = useState({ email: '', password: '', displayName: '' });
  const [roles, setRoles] = useState<readonly Role[]>(['rider']);
  const join = useCommand({
    run: (body: typeof form & { roles: Role[] }, key) =>
      answerOf(api.POST('/v1/users', { params: keyed(key), body: { ...body, language } })),
    onDone: ({ deviceToken, ...signed }) => {
      keepDeviceToken(signed.user.email, deviceToken);
      keepSession(signed);
    },
  });
  if (useSession()) return <Navigate to="/" replace />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate({ ...form, roles: [...roles] });
  };
  const toggle = (role: Role) => (event: { target: { checked: boolean } }) =>
    setRoles((all) => (event.target.checked ? [...all, role] : all.filter((each) => each !== role)));
  const isTaken = join.error?.status === 409;
  const put = (key: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm((all) => ({ ...all, [key]: event.target.value }));
  return (
    <Front>
      <Card label={t.signUp}>
        <form className="stack" onSubmit={submit}>
          <h2>{t.signUp}</h2>
          <Field
            label={t.name}
            hint={t.nameHint}
            autoComplete="name"
            required
            maxLength={80}
            value={form.displayName}
            onChange={put('displayName')}
          />
          <Field
            label={t.email}
            type="email"
            autoComplete="username"
            required
            value={form.email}
            onChange={put('email')}
            error={isTaken ? t.taken : undefined}
            focusOnError
          />
          <Field
            label={t.password}
            hint={t.passwordHint}
            type="password"
            autoComplete="new-password"
            required
            minLength={10}
            maxLength={72}
            value={form.password}
            onChange={put('password')}
          />
          <Strength password={form.password} known={[form.email, form.displayName]} />
          <fieldset className="choices">
            <legend>{t.iWill}</legend>
            <Check label={t.rideToo} checked={roles.includes('rider')} onChange={toggle('rider')} />
            <Check label={t.driveToo} checked={roles.includes('driver')} onChange={toggle('driver')} />
          </fieldset>
          {!isTaken && <ProblemNotice error={join.error} words={{ PASSWORD_TOO_WEAK: s.tooWeak }} />}
          <Button type="submit" tone="primary" isWide isBusy={join.isPending} disabled={roles.length === 0}>
            {t.signUp}
          </Button>
        </form>
      </Card>
      <p>
        {t.haveAccount} <Link to="/sign-in">{t.signIn}</Link>
      </p>
    </Front>
  );
}
