// For readers slower than the cars: a position that waits to be sent gives way to the newer one of the same driver.
import type { Writable } from 'node:stream';
import type { Emit } from './live-locations.js';
import type { DriverLocation } from './location.types.js';

/** `write` as of `stream`, returning false once its buffer is full; at most one position a driver waits beside it. */
export function newestWins(write: (location: DriverLocation) => boolean, stream: Pick<Writable, 'on'>): Emit {
  const waiting = new Map<string, DriverLocation>();
  let isFull = false;
  stream.on('drain', () => {
    isFull = false;
    for (const [driverId, location] of waiting) {
      if (isFull) return;
      waiting.delete(driverId);
      isFull = !write(location);
    }
  });
  return (location) => {
    if (isFull) waiting.set(location.driverId, location);
    else isFull = !write(location);
  };
}
