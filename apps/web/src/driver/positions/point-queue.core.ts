// Fixes that wait for the network, oldest first. Pure: each function gives the next queue.
//
// Invariants: times grow strictly; a fix leaves only when it was answered, or as the oldest of too many.

interface Timed {
  /** RFC 3339 in UTC with milliseconds, so that the order of texts is the order of times. */
  readonly time: string;
}

/** What the platform takes at once. */
export const MOST_IN_BATCH = 500;
/** An hour and more, one a second. */
export const MOST_WAITING = 5_000;

/** What is not newer than the newest is left out: the platform would refuse it. */
export function withPoints<Point extends Timed>(queue: readonly Point[], points: readonly Point[]): readonly Point[] {
  const next = [...queue];
  for (const point of points) {
    const newest = next.at(-1);
    if (!newest || point.time > newest.time) next.push(point);
  }
  return next.slice(-MOST_WAITING);
}

export const nextBatch = <Point extends Timed>(queue: readonly Point[]): readonly Point[] =>
  queue.slice(0, MOST_IN_BATCH);

/** Without what was answered; what came meanwhile stays, also when the oldest were dropped. */
export function withoutBatch<Point extends Timed>(queue: readonly Point[], batch: readonly Point[]): readonly Point[] {
  const last = batch.at(-1);
  return last ? queue.filter(({ time }) => time > last.time) : queue;
}
