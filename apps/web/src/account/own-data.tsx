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
import { CodeField } from './second-factor/code-field';
import { useSecondFactor } from './second-factor/use-second-factor';

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
  const { wrongCode } = useText('secondFactor');
  const navigate = useNavigate();
  const factor = useSecondFactor();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const erasing = useCommand<{ password: string; code: string }, unknown>({
    run: (given, key) => {
      const body = { ...given, deviceToken: ownDeviceToken() };
      return answerOf(api.DELETE('/v1/users/me', { params: keyed(key), body }));
    },
    onDone: () => {
      keepSession(undefined);
      void navigate('/sign-in', { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    erasing.mutate({ password, code });
  };
  const reason = erasing.error?.reason;
  const isWrong = reason === 'WRONG_CREDENTIALS';
  const isWrongCode = reason === 'SECOND_FACTOR_WRONG';
  const isCodeMissing = reason === 'SECOND_FACTOR_REQUIRED';
  // Also when it was turned on elsewhere in the meantime, or could not be read.
  const isCodeAsked = factor.data?.isOn || isCodeMissing || Boolean(erasing.variables?.code);
  return (
    <Dialog title={t.deleteAccount} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t.deleteHint}</p>
        {isCodeAsked && (
          <CodeField
            value={code}
            error={isWrongCode ? wrongCode : undefined}
            // Not while the password is being typed.
            autoFocus={isCodeMissing || password === ''}
            onChange={setCode}
          />
        )}
        <CurrentPasswordField
          label={t.password}
          value={password}
          error={isWrong ? t.wrong : undefined}
          onChange={setPassword}
        />
        {!isWrong && !isWrongCode && !isCodeMissing && (
          <ProblemNotice error={erasing.error} words={{ ACCOUNT_BUSY: t.busy }} />
        )}
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
