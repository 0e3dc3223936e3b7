// Provides the socket: opened when somebody signs in, closed when they sign out.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { isOnScreen } from '../inbox/entry-path';
import { useSession } from '../session/session';
import { useToasts } from '../ui/toasts';
import { openLive, useConnected, type CarLocation, type Entry, type Joined, type Live } from './live';

const LiveContext = createContext<Live | undefined>(undefined);

export function LiveProvider({ children }: { children: ReactNode }) {
  const userId = useSession()?.user.userId;
  const queries = useQueryClient();
  const { show } = useToasts();
  const [live, setLive] = useState<Live>();
  useEffect(() => {
    if (!userId) return;
    let isOver = false;
    let opened: Live | undefined;
    const tell = (entry: Entry) => {
      if (!isOnScreen(entry, location.pathname)) show({ title: entry.title, body: entry.body });
    };
    void openLive(queries, tell).then((socket) => {
      opened = socket;
      if (isOver) socket.close();
      else setLive(socket);
    });
    return () => {
      isOver = true;
      opened?.close();
      setLive(undefined);
    };
  }, [userId, queries, show]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

/** Undefined while nobody is signed in, and for a moment after. */
export const useLive = (): Live | undefined => useContext(LiveContext);

/** The position of a trip's car, from match to drop-off; undefined while unknown. */
export function useCar(tripId: string | undefined): CarLocation | undefined {
  const live = useLive();
  const isConnected = useConnected();
  const queries = useQueryClient();
  const [car, setCar] = useState<{ tripId: string; location: CarLocation }>();
  useEffect(() => {
    if (!live || !isConnected || !tripId) return;
    const place = (location: CarLocation | undefined) => location && setCar({ tripId, location });
    const stops = [
      live.on<CarLocation & { tripId: string }>('location', (message) => message.tripId === tripId && place(message)),
      live.on<{ tripId: string }>('trip:ended', () => void queries.invalidateQueries({ queryKey: ['trips'] })),
    ];
    // Refused before the match and after the drop-off, when there is no car to show.
    live.call<Joined>('trip:join', { tripId }).then(
      ({ location }) => place(location),
      () => undefined,
    );
    return () => {
      for (const stop of stops) stop();
      live.call('trip:leave', { tripId }).catch(() => undefined);
    };
  }, [live, isConnected, tripId, queries]);
  return car?.tripId === tripId ? car?.location : undefined;
}
