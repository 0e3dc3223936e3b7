import { MOST_IN_BATCH, MOST_WAITING, nextBatch, withoutBatch, withPoints } from './point-queue.core';

const point = (second: number) => ({ time: new Date(Date.UTC(2026, 8, 23, 8, 0, second)).toISOString() });
const points = (from: number, count: number) => Array.from({ length: count }, (_, i) => point(from + i));

it('keeps the order, and leaves out what is not newer', () => {
  const queue = withPoints(withPoints([], points(0, 3)), [point(1), point(2), point(3)]);
  expect(queue).toEqual(points(0, 4));
});

it('gives batches that the platform takes, oldest first, until nothing is left', () => {
  let queue = withPoints<{ time: string }>([], points(0, 1_200));
  const sent: { time: string }[] = [];
  while (queue.length > 0) {
    const batch = nextBatch(queue);
    expect(batch.length).toBeLessThanOrEqual(MOST_IN_BATCH);
    sent.push(...batch);
    queue = withoutBatch(queue, batch);
  }
  expect(sent).toEqual(points(0, 1_200));
});

it('keeps what came while a batch was under way', () => {
  const queue = withPoints([], points(0, 5));
  const batch = nextBatch(queue);
  expect(withoutBatch(withPoints(queue, points(5, 2)), batch)).toEqual(points(5, 2));
});

it('drops the oldest of too many, also while they are under way', () => {
  const queue = withPoints([], points(0, MOST_WAITING));
  const batch = nextBatch(queue);
  const grown = withPoints(queue, points(MOST_WAITING, 700));
  expect(grown).toHaveLength(MOST_WAITING);
  expect(grown[0]).toEqual(point(700));
  expect(withoutBatch(grown, batch)).toEqual(grown);
});
