// Shows and changes the roles of a person.
import { useState } from 'react';
import { answerOf, api, keyed, type Schemas } from '../../api/client';
import { useSession } from '../../session/session';
import { dayTime } from '../../text/format';
import { languageName, useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { useToasts } from '../../ui/toasts';
import { Button, Card, Check, Notice } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { useNetworkZone } from '../lists/use-zones';
import { ResetFactor } from './reset-factor';

type User = Schemas['User'];
type Role = User['roles'][number];
const ROLES: readonly Role[] = ['rider', 'driver', 'operator'];

export function RolesOf({ user }: { user: User }) {
  const t = useText('messages');
  const { show } = useToasts();
  const zone = useNetworkZone();
  const isSelf = useSession()?.user.userId === user.userId;
  const [roles, setRoles] = useState<readonly Role[]>(user.roles);
  const save = useCommand({
    run: (wanted: Role[], key) =>
      answerOf(
        api.PUT('/v1/users/{userId}/roles', {
          params: { path: { userId: user.userId }, ...keyed(key) },
          body: { roles: wanted },
        }),
      ),
    touches: [['users', user.userId]],
    onDone: () => show({ title: t.rolesSet }),
  });
  const toggle = (role: Role, isOn: boolean) =>
    setRoles(ROLES.filter((each) => (each === role ? isOn : roles.includes(each))));
  return (
    <Card label={user.displayName}>
      <div>
        <h2>{user.displayName}</h2>
        <p className="muted">{user.email}</p>
        <p className="small muted">
          {t.since} {dayTime(user.createTime, zone)} · {languageName(user.language)}
        </p>
      </div>
      <div>
        {ROLES.map((role) => (
          <Check
            key={role}
            label={t.role[role]}
            checked={roles.includes(role)}
            onChange={(event) => toggle(role, event.target.checked)}
          />
        ))}
      </div>
      {isSelf && !roles.includes('operator') && <Notice tone="warn">{t.self}</Notice>}
      {roles.length === 0 && <p className="field-error">{t.atLeastOne}</p>}
      <ProblemNotice error={save.error} />
      <Button
        tone="primary"
        isBusy={save.isPending}
        disabled={roles.length === 0}
        onClick={() => save.mutate([...roles])}
      >
        {t.setRoles}
      </Button>
      {!isSelf && <ResetFactor userId={user.userId} name={user.displayName} />}
    </Card>
  );
}
