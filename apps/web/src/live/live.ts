// The socket of the signed-in person, opened with the last number seen, so that a reconnect delivers missed entries.
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Socket } from 'socket.io-client';
import type { Position, Schemas, Trip } from '../api/client';
import { problemOf, type Problem } from '../api/problem';
import { keys } from '../api/queries';
import { currentSession, currentToken, distrustToken } from '../session/session';
import { SeenEntries } from './seen-entries';

export type Entry = Schemas['Notification'];

/** A car as its riders see it. */
export interface CarLocation {
  readonly driverId: string;
  readonly point: { readonly position: Position; readonly time: string; readonly accuracyMeters: number };
  /** When it is expected at the pickup point and at the destination; undefined once it has been there. */
  readonly pickupEtaTime?: string;
  readonly dropoffEtaTime?: string;
}

export interface Live {
  /** Sends one event and returns its response. Rejects with ApiProblem. */
  call<Answer>(event: string, payload: object): Promise<Answer>;
  /** Listens until the returned function is called. */
  on<Message>(event: string, listener: (message: Message) => void): () => void;
  close(): void;
}

type Ack = { ok: true; result: unknown } | { ok: false; error: Problem };
const ACK_MS = 6_000;
let isConnected = false;
const listeners = new Set<() => void>();

/** Opens the socket, and invalidates the queries that an inbox entry affects. */
export async function openLive(queries: QueryClient, onEntry: (entry: Entry) => void): Promise<Live> {
  const { io } = await import('socket.io-client');
  const seen = new SeenEntries(localStorage, `lastmile.seen.${currentSession()?.user.userId}`);
  const socket: Socket = io({
    transports: ['websocket'],
    auth: (give) => {
      currentToken().then(
        (token) => give({ token, ...(seen.after !== undefined && { after: seen.after }) }),
        () => give({}),
      );
    },
  });
  socket.on('connect', () => {
    setConnected(true);
    // Reloads what may have changed while the socket was closed.
    void queries.invalidateQueries();
  });
  socket.on('session_expired', distrustToken);
  socket.on('disconnect', (reason) => {
    setConnected(false);
    // Disconnected by the server, for example because the token has expired: connect again with a new one.
    if (reason === 'io server disconnect') setTimeout(() => socket.connect(), 1_000);
  });
  socket.on('connect_error', (error) => {
    setConnected(false);
    if ((error as Error & { data?: Problem }).data?.status === 401) distrustToken();
    // The server has refused the connection, and socket.io does not retry after a refusal.
    if (!socket.active && currentSession()) setTimeout(() => socket.connect(), 3_000);
  });
  socket.on('notification', (entry: Entry) => {
    if (!seen.isNew(entry.sequence)) return;
    for (const queryKey of [keys.inbox, keys.rides, keys.trips, keys.routes, keys.driver])
      void queries.invalidateQueries({ queryKey });
    onEntry(entry);
  });
  return {
    async call<Answer>(event: string, payload: object): Promise<Answer> {
      let ack: Ack;
      try {
        ack = (await socket.timeout(ACK_MS).emitWithAck(event, payload)) as Ack;
      } catch {
        // A lost network is not always noticed: a new connection shows it sooner than the next ping.
        if (socket.connected) socket.disconnect().connect();
        throw problemOf(0, { reason: 'OFFLINE', detail: 'The network does not answer.' });
      }
      if (!ack.ok) throw problemOf(ack.error.status, ack.error);
      return ack.result as Answer;
    },
    on(event, listener) {
      socket.on(event, listener as never);
      return () => socket.off(event, listener as never);
    },
    close() {
      socket.close();
      setConnected(false);
    },
  };
}

/** Whether the socket is open. */
export function useConnected(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isConnected,
  );
}

export interface Joined {
  readonly trip: Trip;
  readonly location?: CarLocation;
}

function setConnected(value: boolean): void {
  isConnected = value;
  for (const listener of listeners) listener();
}
