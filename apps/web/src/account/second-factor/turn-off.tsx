// Turns the second factor off. Needs the password and a code, so that an open app is not enough.
import { useState, type FormEvent } from 'react';
import { answerOf, api } from '../../api/client';
import { ownDeviceToken, renewSession } from '../../session/session';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Dialog } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { CodeField } from './code-field';
import { factorKey } from './factor-key';
import { CurrentPasswordField } from '../current-password-field';

export function TurnOff({ onClose }: { onClose(): void }) {
  const t = useText('secondFactor');
  const { password: label, wrong } = useText('account');
  const { cancel } = useText('app');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const remove = useCommand({
    run: (given: { password: string; code: string }) => {
      const body = { ...given, deviceToken: ownDeviceToken() };
      return answerOf(api.DELETE('/v1/users/me/second-factor', { body }));
    },
    touches: [factorKey],
    onDone: () => {
      void renewSession().catch(() => undefined);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    remove.mutate({ password, code });
  };
  const reason = remove.error?.reason;
  const wrongCode = reason === 'SECOND_FACTOR_WRONG' ? t.wrongCode : undefined;
  const wrongPassword = reason === 'WRONG_CREDENTIALS' ? wrong : undefined;
  return (
    <Dialog title={t.turnOff} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t.turnOffHint}</p>
        <CodeField value={code} error={wrongCode} onChange={setCode} />
        <CurrentPasswordField label={label} value={password} error={wrongPassword} onChange={setPassword} />
        {!wrongCode && !wrongPassword && <ProblemNotice error={remove.error} />}
        <div className="row">
          <Button type="submit" tone="danger" isBusy={remove.isPending}>
            {t.turnOff}
          </Button>
          <Button onClick={onClose}>{cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
