// Messages while the app is closed; the browser's permission is only requested after a tap.
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../api/client';
import { useText } from '../text/text';
import { ProblemNotice } from '../ui/problem-notice';
import { Button, Card } from '../ui/ui';
import { useCommand } from '../ui/use-command';

const DEVICE_KEY = 'lastmile.device';

export function PushChoice() {
  const t = useText('account');
  const options = useQuery({
    queryKey: ['device-options'],
    queryFn: () => answerOf(api.GET('/v1/devices/options')),
    staleTime: Infinity,
  });
  const subscribed = useQuery({ queryKey: ['subscription'], queryFn: hasSubscription });
  const publicKey = options.data?.webPushPublicKey;
  const turnOn = useCommand({ run: () => subscribe(publicKey ?? ''), touches: [['subscription']] });
  const turnOff = useCommand({ run: unsubscribe, touches: [['subscription']] });
  if (!options.data || subscribed.isPending) return null;
  const isPossible = Boolean(publicKey) && 'PushManager' in window && 'serviceWorker' in navigator;
  return (
    <Card label={t.push}>
      <h3>{t.push}</h3>
      {!isPossible && <p className="muted">{t.pushNone}</p>}
      {isPossible && Notification.permission === 'denied' && <p className="muted">{t.pushDenied}</p>}
      {isPossible && subscribed.data && <p className="muted">{t.pushIsOn}</p>}
      <ProblemNotice error={turnOn.error ?? turnOff.error} />
      {isPossible && Notification.permission !== 'denied' && (
        <div>
          {subscribed.data ? (
            <Button isBusy={turnOff.isPending} onClick={() => turnOff.mutate(undefined)}>
              {t.pushOff}
            </Button>
          ) : (
            <Button isBusy={turnOn.isPending} onClick={() => turnOn.mutate(undefined)}>
              {t.pushOn}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

async function hasSubscription(): Promise<boolean> {
  if (!('serviceWorker' in navigator)) return false;
  const registration = await navigator.serviceWorker.getRegistration();
  return Boolean(await registration?.pushManager?.getSubscription());
}

async function subscribe(applicationServerKey: string): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const body = { kind: 'web_push', token: JSON.stringify(subscription) } as const;
  const { deviceId } = await answerOf(api.POST('/v1/devices', { body }));
  localStorage.setItem(DEVICE_KEY, deviceId);
}

async function unsubscribe(): Promise<void> {
  const registration = await navigator.serviceWorker.ready;
  await (await registration.pushManager.getSubscription())?.unsubscribe();
  const deviceId = localStorage.getItem(DEVICE_KEY);
  localStorage.removeItem(DEVICE_KEY);
  // The server also deletes a dead subscription, after the first message that it cannot deliver.
  if (deviceId) await api.DELETE('/v1/devices/{deviceId}', { params: { path: { deviceId } } }).catch(() => undefined);
}
