// Approves a driver, or suspends one with a reason, which the driver gets to read.
import { useState } from 'react';
import { answerOf, api, keyed, type Schemas } from '../../api/client';
import { keys } from '../../api/queries';
import { useText } from '../../text/text';
import { ProblemNotice } from '../../ui/problem-notice';
import { Badge, Button, Card, Dialog, Field } from '../../ui/ui';
import { useCommand } from '../../ui/use-command';
import type { DriverStatus } from '../words/status.types';

const TONES = { pending: 'warn', approved: 'good', suspended: 'bad' } as const;

export function DriverBadge({ status }: { status: DriverStatus }) {
  const words = useText('status');
  return <Badge tone={TONES[status]}>{words.driver[status]}</Badge>;
}

export function ReviewDriver({ driver: { driverId, status, statusReason } }: { driver: Schemas['Driver'] }) {
  const t = useText('drivers');
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const touches = [['drivers'], keys.routes];
  const approve = useCommand({
    run: (_input: null, key) =>
      answerOf(api.POST('/v1/drivers/{driverId}/approve', { params: { path: { driverId }, ...keyed(key) }, body: {} })),
    touches,
  });
  const suspend = useCommand({
    run: (body: { reason: string }, key) =>
      answerOf(api.POST('/v1/drivers/{driverId}/suspend', { params: { path: { driverId }, ...keyed(key) }, body })),
    touches,
    onDone: () => {
      setAsking(false);
      setReason('');
    },
  });
  if (!status) return null;
  return (
    <Card label={t.review}>
      <div className="row spread">
        <h2>{t.review}</h2>
        <DriverBadge status={status} />
      </div>
      {statusReason && <p>{statusReason}</p>}
      <ProblemNotice error={approve.error} />
      <div className="row">
        {status !== 'approved' && (
          <Button tone="primary" isBusy={approve.isPending} onClick={() => approve.mutate(null)}>
            {t.approve}
          </Button>
        )}
        {status !== 'suspended' && (
          <Button onClick={() => setAsking(true)}>{status === 'pending' ? t.reject : t.suspend}</Button>
        )}
      </div>
      {isAsking && (
        <Dialog title={t.suspendSure} onClose={() => setAsking(false)}>
          <p>{t.suspendEffect}</p>
          <Field
            label={t.reason}
            hint={t.reasonHint}
            maxLength={200}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
          <ProblemNotice error={suspend.error} />
          <div className="row">
            <Button
              tone="danger"
              isBusy={suspend.isPending}
              disabled={reason.trim() === ''}
              onClick={() => suspend.mutate({ reason: reason.trim() })}
            >
              {status === 'pending' ? t.reject : t.suspend}
            </Button>
            <Button onClick={() => setAsking(false)}>{t.keep}</Button>
          </div>
        </Dialog>
      )}
    </Card>
  );
}
