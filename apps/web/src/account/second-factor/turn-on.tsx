// Turning the second factor on: the password, the authenticator's secret, a first code, and the recovery codes.
import { useState, type FormEvent } from 'react';
import { answerOf, api } from '../../api/client';
import { renewSession } from '../../session/session';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Dialog, Field } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
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
  const [codes, setCodes] = useState<readonly string[]>();
  return (
    <Dialog title={t.title} onClose={onClose}>
      {codes && <RecoveryCodes codes={codes} onKept={onClose} />}
      {!codes && made && <FirstCode made={made} onDone={setCodes} onClose={onClose} />}
      {!made && <OwnPassword onDone={setMade} onClose={onClose} />}
    </Dialog>
  );
}

function OwnPassword({ onDone, onClose }: { onDone(made: NewSecret): void; onClose(): void }) {
  const t = useText('secondFactor');
  const { password: label, wrong } = useText('account');
  const [password, setPassword] = useState('');
  const begin = useCommand({
    run: (body: { password: string }) => answerOf(api.POST('/v1/users/me/second-factor', { body })),
    onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate({ password });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.about}</p>
      <CurrentPasswordField label={label} value={password} onChange={setPassword} />
      <ProblemNotice error={begin.error} words={{ WRONG_CREDENTIALS: wrong }} />
      <div className="row">
        <Button type="submit" tone="primary" isBusy={begin.isPending}>
          {t.next}
        </Button>
        <CancelButton onClose={onClose} />
      </div>
    </form>
  );
}

function FirstCode({ made, onDone, onClose }: { made: NewSecret; onDone(codes: string[]): void; onClose(): void }) {
  const t = useText('secondFactor');
  const [code, setCode] = useState('');
  const confirm = useCommand({
    run: (body: { code: string }) => answerOf(api.POST('/v1/users/me/second-factor/confirmation', { body })),
    touches: [factorKey, ['sessions']],
    onDone: ({ recoveryCodes }) => {
      onDone(recoveryCodes);
      // An operator has the role with the next token.
      void renewSession().catch(() => undefined);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate({ code });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <p>{t.scan}</p>
      <QrCode text={made.otpauthUri} label={t.qr} />
      <div>
        <p className="small muted">{t.typeKey}</p>
        <code className="secret-key">{made.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </div>
      <Field
        label={t.code}
        hint={t.codeHint}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        maxLength={64}
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      <ProblemNotice error={confirm.error} words={{ SECOND_FACTOR_WRONG: t.wrongCode }} />
      <div className="row">
        <Button type="submit" tone="primary" isBusy={confirm.isPending}>
          {t.turnOn}
        </Button>
        <CancelButton onClose={onClose} />
      </div>
    </form>
  );
}

function CancelButton({ onClose }: { onClose(): void }) {
  const { cancel } = useText('app');
  return <Button onClick={onClose}>{cancel}</Button>;
}
