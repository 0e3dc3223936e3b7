// Looks an account up by its id.
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answerOf, api } from '../../api/client';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Field, Spinner } from '../../ui/ui';
import { useFilters } from '../lists/use-filters';
import { RolesOf } from './roles-of';

export function Roles() {
  const t = useText('messages');
  const words = useText('operator');
  const { loading } = useText('app');
  const { values, set } = useFilters('user');
  const [userId, setUserId] = useState(values.user);
  const user = useQuery({
    queryKey: ['users', values.user],
    queryFn: () => answerOf(api.GET('/v1/users/{userId}', { params: { path: { userId: values.user } } })),
    enabled: values.user !== '',
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set('user', userId.trim());
  };
  return (
    <div className="stack op-form">
      <h1>{words.roles}</h1>
      <form className="stack" role="search" onSubmit={submit}>
        <Field
          label={t.userId}
          hint={t.userIdHint}
          maxLength={250}
          autoComplete="off"
          spellCheck={false}
          value={userId}
          onChange={(event) => setUserId(event.target.value)}
        />
        <div>
          <Button type="submit" disabled={!userId.trim()}>
            {t.lookUp}
          </Button>
        </div>
      </form>
      {user.isLoading && <Spinner label={loading} />}
      <ProblemNotice error={user.error} />
      {user.data && <RolesOf key={user.data.userId} user={user.data} />}
    </div>
  );
}
