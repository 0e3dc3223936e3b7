// Fixes that wait for the network, oldest first. Pure: each function returns the next queue.
//
// Invariants: times are strictly increasing; a fix is removed only when it was answered, or as the oldest of too many.

interface Timed {
  /** RFC 3339 in UTC with milliseconds, so that the order of texts is the order of times. */
  readonly time: string;
}

/** The platform's limit for one request. */
export const MOST_IN_BATCH = 500;
/** Size of the JSON: half of the platform's limit, because the number of digits depends on the phone, and a proxy may have a lower limit. About 150 fixes of a phone.
 */
export const MOST_BATCH_BYTES = 32 * 1024;
/** Nearly three hours with one fix per second; about 2 MB. */
export const MOST_WAITING = 10_000;

/** Skips points that are not newer than the newest one, because the platform would reject them. */
export function withPoints<Point extends Timed>(queue: readonly Point[], points: readonly Point[]): readonly Point[] {
  const next = [...queue];
  for (const point of points) {
    const newest = next.at(-1);
    if (!newest || point.time > newest.time) next.push(point);
  }
  return next.slice(-MOST_WAITING);
}

/** Merges two queues by time; at the same time the point of the first queue is kept. */
export function merged<Point extends Timed>(queue: readonly Point[], other: readonly Point[]): readonly Point[] {
  const byTime = new Map([...other, ...queue].map((point) => [point.time, point]));
  return [...byTime.values()].sort((a, b) => (a.time < b.time ? -1 : 1)).slice(-MOST_WAITING);
}

/** The oldest points, limited in number and bytes, but at least one. */
export function nextBatch<Point extends Timed>(
  queue: readonly Point[],
  most = MOST_IN_BATCH,
  mostBytes = MOST_BATCH_BYTES,
): readonly Point[] {
  let bytes = 0;
  let count = 0;
  // The JSON of fixes is ASCII, so characters are bytes; one more for the comma.
  for (const point of queue.slice(0, most)) {
    bytes += JSON.stringify(point).length + 1;
    if (bytes > mostBytes && count > 0) break;
    count++;
  }
  return queue.slice(0, count);
}

/** Removes the points that were answered; points added meanwhile stay, older or newer. */
export function withoutBatch<Point extends Timed>(queue: readonly Point[], batch: readonly Point[]): readonly Point[] {
  const answered = new Set(batch.map(({ time }) => time));
  return queue.filter(({ time }) => !answered.has(time));
}
