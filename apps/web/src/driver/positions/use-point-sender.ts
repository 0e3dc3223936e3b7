// The sender of a route's fixes, as long as its screen is shown.
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { answerOf, api } from '../../api/client';
import { useConnected } from '../../live/live';
import { useLive } from '../../live/live-context';
import type { Fix } from '../simulation/drive.types';
import { senderOf } from './page-sender';
import type { PointsAnswer, SendingState, Transport } from './point-sender';

const EVERY_MS = 1_000;
const byRest: Transport = (points) => answerOf(api.POST('/v1/drivers/me/positions', { body: { points: [...points] } }));

/** `add` stays the same function for the same route. */
export function usePointSender(routeId: string): { sending: SendingState; add(fixes: readonly Fix[]): void } {
  const sender = senderOf(routeId);
  const live = useLive();
  const isConnected = useConnected();
  useEffect(() => {
    const transport: Transport =
      live && isConnected ? (points) => live.call<PointsAnswer>('position', { points }) : byRest;
    const timer = setInterval(() => void sender.flush(transport), EVERY_MS);
    return () => clearInterval(timer);
  }, [sender, live, isConnected]);
  const sending = useSyncExternalStore(sender.subscribe, sender.current);
  const add = useCallback((fixes: readonly Fix[]) => sender.add(fixes), [sender]);
  return { sending, add };
}
