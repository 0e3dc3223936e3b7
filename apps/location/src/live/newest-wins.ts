// For slow readers of a stream: of the messages waiting to be sent, only the newest of each key is kept.
import type { Writable } from 'node:stream';
import type { StoredLocation } from '../location.types.js';

/** `write` is that of `stream` and returns false when its buffer is full; then at most one message per key waits. */
export function newestWins<T>(
  write: (message: T) => boolean,
  stream: Pick<Writable, 'on'>,
  keyOf: (message: T) => string,
): (message: T) => void {
  const waiting = new Map<string, T>();
  let isFull = false;
  stream.on('drain', () => {
    isFull = false;
    for (const [key, message] of waiting) {
      if (isFull) return;
      waiting.delete(key);
      isFull = !write(message);
    }
  });
  return (message) => {
    if (isFull) waiting.set(keyOf(message), message);
    else isFull = !write(message);
  };
}

/** Compares first the times of the fixes, then the revisions. */
export function isNewer(location: StoredLocation, than: StoredLocation | undefined): boolean {
  if (!than) return true;
  const ms = location.fix.time.getTime() - than.fix.time.getTime();
  return ms > 0 || (ms === 0 && location.revision > than.revision);
}
