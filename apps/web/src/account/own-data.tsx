// Personal data: people can export it, and delete it together with their account.
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { answerOf, api, keyed } from '../api/client';
import { keepSession, ownDeviceToken } from '../session/session';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card, Dialog } from '../ui/ui';
import { useCommand } from '../ui/use-command';
import { saveFile } from './save-file';
import { CurrentPasswordField } from './current-password-field';

const FILE = 'lastmile-export.json';

export function OwnData() {
  const t = useText('account');
  const [isDeleting, setDeleting] = useState(false);
  const copy = useCommand<void, Blob>({
    run: () => answerOf(api.GET('/v1/users/me/export', { parseAs: 'blob' })) as Promise<Blob>,
    onDone: (blob) => saveFile(blob, FILE),
  });
  return (
    <Card label={t.data}>
      <h2>{t.data}</h2>
      <div className="row">
        <Button isBusy={copy.isPending} onClick={() => copy.mutate()}>
          {t.download}
        </Button>
        <Button onClick={() => setDeleting(true)}>{t.deleteAccount}</Button>
      </div>
      <ProblemNotice error={copy.error} />
      {isDeleting && <DeleteAccount onClose={() => setDeleting(false)} />}
    </Card>
  );
}

function DeleteAccount({ onClose }: { onClose(): void }) {
  const t = useText('account');
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const erasing = useCommand<{ password: string }, unknown>({
    run: ({ password }, key) => {
      const body = { password, deviceToken: ownDeviceToken() };
      return answerOf(api.DELETE('/v1/users/me', { params: keyed(key), body }));
    },
    onDone: () => {
      keepSession(undefined);
      void navigate('/sign-in', { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erasing.mutate({ password });
  };
  const isWrong = erasing.error?.reason === 'WRONG_CREDENTIALS';
  return (
    <Dialog title={t.deleteAccount} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t.deleteHint}</p>
        <CurrentPasswordField
          label={t.password}
          value={password}
          error={isWrong ? t.wrong : undefined}
          onChange={setPassword}
        />
        {!isWrong && <ProblemNotice error={erasing.error} words={{ ACCOUNT_BUSY: t.busy }} />}
        <div className="row">
          <Button type="submit" isBusy={erasing.isPending} disabled={password === ''}>
            {t.deleteConfirm}
          </Button>
          <Button onClick={onClose}>{t.keep}</Button>
        </div>
      </form>
    </Dialog>
  );
}
