// Turns the second factor on: the password, the authenticator's secret, a first code, and the recovery codes.
import { useState, type FormEvent, type ReactNode } from 'react';
import { answerOf, api } from '../../api/client';
import type { ApiProblem } from '../../api/problem';
import { ownDeviceToken, renewSession } from '../../session/session';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Dialog } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { CodeField } from './code-field';
import { factorKey } from './factor-key';
import { QrCode } from './qr-code';
import { RecoveryCodes } from './recovery-codes';
import { CurrentPasswordField } from '../current-password-field';

interface NewSecret {
  readonly secret: string;
  readonly otpauthUri: string;
}

export function TurnOn({ onClose }: { onClose(): void }) {
  const t = useText('secondFactor');
  const [made, setMade] = useState<NewSecret>();
  const confirm = useCommand({
    run: (given: { code: string }) => {
      const body = { ...given, deviceToken: ownDeviceToken() };
      return answerOf(api.POST('/v1/users/me/second-factor/confirmation', { body }));
    },
    touches: [factorKey, ['sessions']],
    // An operator gets the role with the next token.
    onDone: () => void renewSession().catch(() => undefined),
  });
  const codes = confirm.data?.recoveryCodes;
  const step = codes ? 'codes' : made ? 'code' : 'password';
  return (
    <Dialog title={t.title} step={step} isKept={confirm.isPending || confirm.isSuccess} onClose={onClose}>
      {codes && <RecoveryCodes codes={codes} onKept={onClose} />}
      {!codes && made && (
        <FirstCode made={made} isBusy={confirm.isPending} error={confirm.error} onCode={confirm.mutate}>
          <CancelButton isDisabled={confirm.isPending} onClose={onClose} />
        </FirstCode>
      )}
      {!made && <OwnPassword onDone={setMade} onClose={onClose} />}
    </Dialog>
  );
}

function OwnPassword({ onDone, onClose }: { onDone(made: NewSecret): void; onClose(): void }) {
  const t = useText('secondFactor');
  const { password: label, wrong } = useText('account');
  const [password, setPassword] = useState('');
  const begin = useCommand({
    run: (given: { password: string }) => {
      const body = { ...given, deviceToken: ownDeviceToken() };
      return answerOf(api.POST('/v1/users/me/second-factor', { body }));
    },
    onDone,
  });
  const isWrong = begin.error?.reason === 'WRONG_CREDENTIALS';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({ password });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.about}</p>
      <CurrentPasswordField label={label} value={password} error={isWrong ? wrong : undefined} onChange={setPassword} />
      {!isWrong && <ProblemNotice error={begin.error} />}
      <div className="row">
        <Button type="submit" tone="primary" isBusy={begin.isPending}>
          {t.next}
        </Button>
        <CancelButton onClose={onClose} />
      </div>
    </form>
  );
}

interface FirstCodeProps {
  readonly made: NewSecret;
  readonly isBusy: boolean;
  readonly error: ApiProblem | null;
  onCode(body: { code: string }): void;
  /** Other content beside the button. */
  readonly children: ReactNode;
}

function FirstCode({ made, isBusy, error, onCode, children }: FirstCodeProps) {
  const t = useText('secondFactor');
  const [code, setCode] = useState('');
  const isWrong = error?.reason === 'SECOND_FACTOR_WRONG';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onCode({ code });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.scan}</p>
      <QrCode text={made.otpauthUri} label={t.qr} />
      <div>
        <p className="small muted">{t.typeKey}</p>
        <code className="secret-key">{made.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </div>
      <CodeField
        isAppOnly
        autoFocus={false}
        value={code}
        error={isWrong ? t.wrongCode : undefined}
        onChange={setCode}
      />
      {!isWrong && <ProblemNotice error={error} />}
      <div className="row">
        <Button type="submit" tone="primary" isBusy={isBusy}>
          {t.turnOn}
        </Button>
        {children}
      </div>
    </form>
  );
}

function CancelButton({ isDisabled, onClose }: { isDisabled?: boolean; onClose(): void }) {
  const { cancel } = useText('app');
  return (
    <Button disabled={isDisabled} onClick={onClose}>
      {cancel}
    </Button>
  );
}
