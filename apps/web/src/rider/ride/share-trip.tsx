// A share link, for example for somebody who waits at the destination.
import { useState } from 'react';
import { answerOf, api } from '../../api/client';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { useToasts } from '../../ui/toasts';
import { Button, Dialog, Field } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';

export function ShareTrip({ tripId }: { tripId: string }) {
  const t = useText('rider');
  const { show } = useToasts();
  const [url, setUrl] = useState<string>();
  const share = useCommand({
    run: () => answerOf(api.POST('/v1/trips/{tripId}/share', { params: { path: { tripId } }, body: {} })),
    onDone: ({ path }) => void offer(new URL(path, location.href).href),
  });
  /** Uses the device's share dialog, else the clipboard, else shows the link to copy by hand. */
  const offer = async (made: string) => {
    try {
      if (navigator.share) return await navigator.share({ title: 'LastMile', url: made });
      await navigator.clipboard.writeText(made);
      show({ title: t.copied, body: t.shareAbout });
    } catch (error) {
      if ((error as Error).name !== 'AbortError') setUrl(made);
    }
  };
  return (
    <>
      <Button isBusy={share.isPending} onClick={() => share.mutate(undefined)}>
        {t.share}
      </Button>
      <ProblemNotice error={share.error} words={t.refusal} />
      {url && (
        <Dialog title={t.share} onClose={() => setUrl(undefined)}>
          <p>{t.shareAbout}</p>
          <Field label={t.share} readOnly value={url} onFocus={(event) => event.target.select()} />
        </Dialog>
      )}
    </>
  );
}
