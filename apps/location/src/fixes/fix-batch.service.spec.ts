// However fast cars send, each has at most one batch in work, and only few cars are in work at a time.
import { failedPrecondition } from '@lastmile/errors';
import { DRIVERS_AT_WORK, FixBatchService } from './fix-batch.service.js';
import type { Sorted } from './fixes.core.js';
import type { PositionService } from './position.service.js';
import type { RawFix } from '../location.types.js';

const fix = (accuracyMeters: number): RawFix => ({
  position: { latitude: 1, longitude: 1 },
  time: new Date(0),
  accuracyMeters,
  speedMetersPerSecond: undefined,
  headingDegrees: undefined,
});
const sorted = (rejected: Sorted['rejected'] = []): Sorted => ({
  accepted: [],
  late: [],
  rejected,
  doubt: undefined,
});

/** Updates that last until the test ends them, in the order in which they began. */
function slowly() {
  const begun: { driverId: string; points: number[]; end: PromiseWithResolvers<Sorted> }[] = [];
  const update = (driverId: string, batch: readonly RawFix[]) => {
    const end = Promise.withResolvers<Sorted>();
    begun.push({ driverId, points: batch.map(({ accuracyMeters }) => accuracyMeters), end });
    return end.promise;
  };
  return { begun, queue: new FixBatchService({ update } as unknown as PositionService) };
}

it('takes what a driver sent meanwhile as one batch, and answers each delivery for itself', async () => {
  const { begun, queue } = slowly();
  const answers = [[1], [2, 3], [4], [5, 6]].map((points) => queue.take('a', points.map(fix)));
  expect(begun.map(({ points }) => points)).toEqual([[1]]);
  begun[0]!.end.resolve(sorted());
  await answers[0];
  expect(begun.map(({ points }) => points)).toEqual([[1], [2, 3, 4, 5, 6]]);
  begun[1]!.end.resolve(sorted([1, 2, 4].map((index) => ({ index, reason: 'stale' }))));
  expect(await Promise.all(answers)).toEqual([
    { acceptedCount: 1, rejected: [] },
    { acceptedCount: 1, rejected: [{ index: 1, reason: 'stale' }] },
    { acceptedCount: 0, rejected: [{ index: 0, reason: 'stale' }] },
    { acceptedCount: 1, rejected: [{ index: 1, reason: 'stale' }] },
  ]);
});

it('refuses a batch as a whole, and goes on', async () => {
  const { begun, queue } = slowly();
  const [first, second] = [queue.take('a', [fix(1)]), queue.take('a', [fix(2)])];
  begun[0]!.end.reject(failedPrecondition('OFF_DUTY', 'the driver has no started route'));
  await expect(first).rejects.toMatchObject({ reason: 'OFF_DUTY' });
  begun[1]!.end.resolve(sorted());
  expect(await second).toEqual({ acceptedCount: 1, rejected: [] });
});

it('has few drivers at work, and next the one that waits longest', async () => {
  const { begun, queue } = slowly();
  const drivers = Array.from({ length: DRIVERS_AT_WORK + 2 }, (_, i) => `driver ${i}`);
  const [first] = drivers.map((driverId) => queue.take(driverId, [fix(1)]));
  void queue.take(drivers[0]!, [fix(2)]);
  expect(begun).toHaveLength(DRIVERS_AT_WORK);
  begun[0]!.end.resolve(sorted());
  await first;
  expect(begun.map(({ driverId }) => driverId)).toEqual(drivers.slice(0, DRIVERS_AT_WORK + 1));
});
