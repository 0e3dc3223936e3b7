// Cancels a trip before boarding, after a confirmation.
import { useState } from 'react';
import { answerOf, api, keyed, type Trip } from '../../api/client';
import { keys } from '../../api/queries';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { useToasts } from '../../ui/toasts';
import { Button, Dialog, Field } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';

const BEFORE_BOARDING: readonly Trip['status'][] = ['offered', 'scheduled', 'arrived'];

export function CancelTrip({ trip }: { trip: Trip }) {
  const t = useText('matching');
  const { show } = useToasts();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const cancel = useCommand({
    run: (body: { reason: string }, key) =>
      answerOf(
        api.POST('/v1/trips/{tripId}/cancel', {
          params: { path: { tripId: trip.tripId }, ...keyed(key) },
          body,
        }),
      ),
    touches: [keys.trips, keys.rides, ['snapshot']],
    onDone: () => {
      setAsking(false);
      show({ title: t.cancelled });
    },
  });
  if (!BEFORE_BOARDING.includes(trip.status)) return null;
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t.cancelTrip}</Button>
      {isAsking && (
        <Dialog title={t.cancelSure} onClose={() => setAsking(false)}>
          <p>{t.cancelEffect({ rider: trip.riderName, driver: trip.driverName })}</p>
          <Field
            label={t.reason}
            hint={t.reasonHint}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <ProblemNotice error={cancel.error} />
          <div className="row">
            <Button tone="danger" isBusy={cancel.isPending} onClick={() => cancel.mutate({ reason: reason.trim() })}>
              {t.cancelTrip}
            </Button>
            <Button onClick={() => setAsking(false)}>{t.keep}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
