// A button for an irreversible action, which asks for confirmation.
import { useState } from 'react';
import type { ApiProblem } from '../../api/problem';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Button, Dialog } from '../../ui/ui';

interface Props {
  readonly label: string;
  readonly question: string;
  readonly about: string;
  readonly command: { mutate(input: undefined): void; isPending: boolean; error: ApiProblem | null; reset(): void };
}

export function AskFirst({ label, question, about, command }: Props) {
  const t = useText('rider');
  const [isAsking, setAsking] = useState(false);
  const ask = () => {
    command.reset();
    setAsking(true);
  };
  return (
    <>
      <Button onClick={ask}>{label}</Button>
      {isAsking && (
        <Dialog title={question} onClose={() => setAsking(false)}>
          <p>{about}</p>
          <ProblemNotice error={command.error} words={t.refusal} />
          <div className="row">
            <Button tone="danger" isBusy={command.isPending} onClick={() => command.mutate(undefined)}>
              {label}
            </Button>
            <Button onClick={() => setAsking(false)}>{t.keepRide}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
