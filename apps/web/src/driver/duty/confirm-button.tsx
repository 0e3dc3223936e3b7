// A button that asks for confirmation.
import { useState, type ReactNode } from 'react';
import { useText } from '../../text/text';
import { Button, Dialog } from '../../ui/ui';

interface Props {
  readonly label: string;
  readonly title: string;
  readonly body: ReactNode;
  readonly isBusy: boolean;
  readonly tone?: 'plain' | 'quiet';
  /** True when confirming is not possible; the body says why. */
  readonly isRefused?: boolean;
  onConfirm(): void;
}

export function ConfirmButton({ label, title, body, isBusy, tone = 'quiet', isRefused, onConfirm }: Props) {
  const t = useText('app');
  const [isAsked, setAsked] = useState(false);
  const close = () => setAsked(false);
  return (
    <>
      <Button tone={tone} isBusy={isBusy} onClick={() => setAsked(true)}>
        {label}
      </Button>
      {isAsked && (
        <Dialog title={title} onClose={close}>
          <p>{body}</p>
          <div className="row">
            {!isRefused && (
              <Button
                tone="danger"
                onClick={() => {
                  close();
                  onConfirm();
                }}
              >
                {label}
              </Button>
            )}
            <Button onClick={close}>{t.back}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
