// Follows one kind of object: lists it, then watches from the version of the list. A watch that ends is resumed from
// its last version; if that version has expired (410 Gone, as a status or inside the stream), it starts with a new
// list. Failures are retried with backoff.
import { setTimeout as delay } from 'node:timers/promises';

/** An observed object; `seen` is undefined for objects that are ignored. */
export interface ObservedObject<Seen> {
  readonly uid: string;
  readonly seen: Seen | undefined;
}

export interface Message<Seen> extends ObservedObject<Seen> {
  /** ADDED, MODIFIED, DELETED, BOOKMARK or ERROR. */
  readonly type: string;
  readonly raw: { readonly metadata?: { readonly resourceVersion?: string }; readonly code?: number; message?: string };
}

export interface Source<Seen> {
  readonly name: string;
  list(): Promise<{ objects: ObservedObject<Seen>[]; version: string }>;
  /** Resolves when the watch runs or has failed; `onEnd` is called once in either case. */
  watch(
    version: string,
    onMessage: (message: Message<Seen>) => void,
    onEnd: (error: unknown) => void,
  ): Promise<AbortController>;
}

export interface Sink<Seen> {
  /** Replaces everything with a new list. */
  replace(objects: readonly ObservedObject<Seen>[]): void;
  put(object: ObservedObject<Seen>): void;
}

export interface Pauses {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** Runs until `signal` aborts. */
export async function follow<Seen>(
  source: Source<Seen>,
  sink: Sink<Seen>,
  { signal, pauses, warn }: { signal: AbortSignal; pauses: Pauses; warn: (message: string) => void },
): Promise<void> {
  let version: string | undefined;
  let pause = pauses.firstMs;
  while (!signal.aborted) {
    try {
      if (version === undefined) {
        const list = await source.list();
        if (signal.aborted) return;
        sink.replace(list.objects);
        version = list.version;
      }
      await watchOnce(source, version, signal, (message) => {
        version = message.raw.metadata?.resourceVersion ?? version;
        pause = pauses.firstMs;
        if (message.type === 'DELETED') sink.put({ uid: message.uid, seen: undefined });
        else if (message.type !== 'BOOKMARK') sink.put(message);
      });
    } catch (error) {
      if (isGone(error)) version = undefined;
      // No data for half a minute: either the connection is dead or nothing happened.
      else if ((error as Error).name === 'TimeoutError') pause = pauses.firstMs;
      else warn(`watching ${source.name}: ${(error as Error).message}`);
    }
    // Random pauses, so that not all clients reconnect at once when an API server is back.
    await delay(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, pauses.mostMs);
  }
}

/** Watches until the watch ends, or `signal` aborts. Throws the error that ended it. */
async function watchOnce<Seen>(
  source: Source<Seen>,
  version: string,
  signal: AbortSignal,
  onMessage: (message: Message<Seen>) => void,
): Promise<void> {
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  const end = () => resolve();
  signal.addEventListener('abort', end);
  let isOver = false;
  const watching = source.watch(
    version,
    (message) => {
      if (isOver || signal.aborted) return;
      if (message.type === 'ERROR') reject(new WatchError(message.raw.message ?? 'the watch failed', message.raw.code));
      else onMessage(message);
    },
    (error) => (error ? reject(error as Error) : resolve()),
  );
  watching.catch(reject);
  try {
    await over;
  } finally {
    isOver = true;
    signal.removeEventListener('abort', end);
    // Not awaited, because the server may not even have answered.
    void watching.then((controller) => controller.abort()).catch(() => undefined);
  }
}

class WatchError extends Error {
  constructor(
    message: string,
    readonly statusCode?: number,
  ) {
    super(message);
  }
}

const GONE = 410;
const isGone = (error: unknown) => {
  const { statusCode, code } = error as { statusCode?: number; code?: number };
  return statusCode === GONE || code === GONE;
};
