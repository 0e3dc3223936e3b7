import {
  merged,
  MOST_BATCH_BYTES,
  MOST_IN_BATCH,
  MOST_WAITING,
  nextBatch,
  withoutBatch,
  withPoints,
} from './point-queue.core';

const point = (second: number, note = '') => ({
  time: new Date(Date.UTC(2026, 8, 23, 8, 0, second)).toISOString(),
  note,
});
const points = (from: number, count: number, note = '') =>
  Array.from({ length: count }, (_, i) => point(from + i, note));

it('keeps the order, and leaves out what is not newer', () => {
  const queue = withPoints(withPoints([], points(0, 3)), [point(1), point(2), point(3)]);
  expect(queue).toEqual(points(0, 4));
});

it.each(['', 'x'.repeat(200)])('gives batches that the platform takes, oldest first, until nothing is left', (note) => {
  let queue = withPoints<ReturnType<typeof point>>([], points(0, 1_200, note));
  const sent: ReturnType<typeof point>[] = [];
  while (queue.length > 0) {
    const batch = nextBatch(queue);
    expect(batch.length).toBeLessThanOrEqual(MOST_IN_BATCH);
    expect(JSON.stringify(batch).length).toBeLessThanOrEqual(MOST_BATCH_BYTES + 2);
    sent.push(...batch);
    queue = withoutBatch(queue, batch);
  }
  expect(sent).toEqual(points(0, 1_200, note));
});

it('gives one that is larger than a batch alone', () => {
  expect(nextBatch(points(0, 3, 'long'), MOST_IN_BATCH, 10)).toEqual(points(0, 1, 'long'));
});

it('keeps what came while a batch was under way, also what is older', () => {
  const queue = withPoints([], points(10, 5));
  const batch = nextBatch(queue);
  expect(withoutBatch(merged(withPoints(queue, points(15, 2)), points(8, 4)), batch)).toEqual([
    ...points(8, 2),
    ...points(15, 2),
  ]);
});

it('merges two by time, each moment once', () => {
  const both = merged([point(1, 'own'), point(3, 'own')], [point(0), point(1), point(2)]);
  expect(both).toEqual([point(0), point(1, 'own'), point(2), point(3, 'own')]);
});

it('drops the oldest of too many, also while they are under way', () => {
  const queue = withPoints([], points(0, MOST_WAITING));
  const batch = nextBatch(queue);
  const grown = withPoints(queue, points(MOST_WAITING, 700));
  expect(grown).toHaveLength(MOST_WAITING);
  expect(grown[0]).toEqual(point(700));
  expect(withoutBatch(grown, batch)).toEqual(grown);
});
