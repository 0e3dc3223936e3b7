// Resets the second factor of a person who has lost it. Asks for confirmation, because this also ends their sessions.
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { useToasts } from '../../ui/toasts';
import { Button, Dialog } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';

export function ResetFactor({ userId, name }: { userId: string; name: string }) {
  const t = useText('secondFactor');
  const { cancel } = useText('app');
  const { show } = useToasts();
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const reset = useCommand<void, unknown>({
    run: () => answerOf(api.DELETE('/v1/users/{userId}/second-factor', { params: { path: { userId } } })),
    onDone: () => {
      show({ title: t.resetDone });
      close();
    },
  });
  return (
    <div>
      <Button onClick={() => setAsking(true)}>{t.reset}</Button>
      {isAsking && (
        <Dialog title={t.reset} onClose={close}>
          <p>{t.resetHint({ name })}</p>
          <ProblemNotice error={reset.error} />
          <div className="row">
            <Button tone="danger" isBusy={reset.isPending} onClick={() => reset.mutate()}>
              {t.reset}
            </Button>
            <Button onClick={close}>{cancel}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
