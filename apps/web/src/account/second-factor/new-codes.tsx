// Replaces the recovery codes by new ones; needs a code of the authenticator.
import { useState, type FormEvent } from 'react';
import { answerOf, api } from '../../api/client';
import { ownDeviceToken } from '../../session/session';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Dialog } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import { CodeField } from './code-field';
import { factorKey } from './factor-key';
import { RecoveryCodes } from './recovery-codes';

export function NewCodes({ onClose }: { onClose(): void }) {
  const t = useText('secondFactor');
  const { cancel } = useText('app');
  const [code, setCode] = useState('');
  const renew = useCommand({
    run: (given: { code: string }) => {
      const body = { ...given, deviceToken: ownDeviceToken() };
      return answerOf(api.POST('/v1/users/me/second-factor/recovery-codes', { body }));
    },
    touches: [factorKey],
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    renew.mutate({ code });
  };
  const isWrong = renew.error?.reason === 'SECOND_FACTOR_WRONG';
  const step = renew.data ? 'codes' : 'code';
  return (
    <Dialog title={t.newCodes} step={step} isKept={renew.isPending || renew.isSuccess} onClose={onClose}>
      {renew.data ? (
        <RecoveryCodes codes={renew.data.recoveryCodes} onKept={onClose} />
      ) : (
        <form className="stack" onSubmit={submit}>
          <p>{t.newCodesHint}</p>
          <CodeField isAppOnly value={code} error={isWrong ? t.wrongCode : undefined} onChange={setCode} />
          {!isWrong && <ProblemNotice error={renew.error} />}
          <div className="row">
            <Button type="submit" tone="primary" isBusy={renew.isPending}>
              {t.newCodes}
            </Button>
            <Button disabled={renew.isPending} onClick={onClose}>
              {cancel}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
