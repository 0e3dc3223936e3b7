// Fixes that wait for the network, oldest first. Pure: each function gives the next queue.
//
// Invariants: times grow strictly; a fix leaves only when it was answered, or as the oldest of too many.

interface Timed {
  /** RFC 3339 in UTC with milliseconds, so that the order of texts is the order of times. */
  readonly time: string;
}

/** What the platform takes at once. */
export const MOST_IN_BATCH = 500;
/**
 * Of JSON, half of what the platform takes in one request: it depends on the phone how many digits a fix has, and a proxy may
 * take less than the platform. Some 150 fixes of a phone.
 */
export const MOST_BATCH_BYTES = 32 * 1024;
/** Nearly three hours, one a second; some 2 MB. */
export const MOST_WAITING = 10_000;

/** What is not newer than the newest is left out: the platform would refuse it. */
export function withPoints<Point extends Timed>(queue: readonly Point[], points: readonly Point[]): readonly Point[] {
  const next = [...queue];
  for (const point of points) {
    const newest = next.at(-1);
    if (!newest || point.time > newest.time) next.push(point);
  }
  return next.slice(-MOST_WAITING);
}

/** Both by time, of two at the same moment the first queue's. */
export function merged<Point extends Timed>(queue: readonly Point[], other: readonly Point[]): readonly Point[] {
  const byTime = new Map([...other, ...queue].map((point) => [point.time, point]));
  return [...byTime.values()].sort((a, b) => (a.time < b.time ? -1 : 1)).slice(-MOST_WAITING);
}

/** The oldest, at most so many and so many bytes, but at least one. */
export function nextBatch<Point extends Timed>(
  queue: readonly Point[],
  most = MOST_IN_BATCH,
  mostBytes = MOST_BATCH_BYTES,
): readonly Point[] {
  let bytes = 0;
  let count = 0;
  // Texts of fixes are ASCII, so characters are bytes; one more for the comma.
  for (const point of queue.slice(0, most)) {
    bytes += JSON.stringify(point).length + 1;
    if (bytes > mostBytes && count > 0) break;
    count++;
  }
  return queue.slice(0, count);
}

/** Without what was answered; what came meanwhile stays, older or newer. */
export function withoutBatch<Point extends Timed>(queue: readonly Point[], batch: readonly Point[]): readonly Point[] {
  const answered = new Set(batch.map(({ time }) => time));
  return queue.filter(({ time }) => !answered.has(time));
}
