// Every delivery of a message gets its receipt, and a failed delivery does not affect the others.
import type { FixDelivery, FixReceipt, RelayFixesRequest } from '@lastmile/contracts';
import { failedPrecondition } from '@lastmile/errors';
import { fromStatusMessage } from '@lastmile/grpc';
import { FixBatchService } from './fixes/fix-batch.service.js';
import type { PositionService } from './fixes/position.service.js';
import { RelayController } from './relay.controller.js';

const point = { position: { latitude: 1, longitude: 1 }, time: new Date(0), accuracyMeters: 5 };
const delivery = (number: number, driverId: string): FixDelivery => ({ number, driverId, points: [point, point] });

function relay(update: (driverId: string) => Promise<unknown>) {
  const controller = new RelayController(new FixBatchService({ update } as unknown as PositionService));
  return async (...messages: RelayFixesRequest[]): Promise<FixReceipt[]> => {
    const receipts: FixReceipt[] = [];
    const write = (message: { receipts: FixReceipt[] }) => receipts.push(...message.receipts);
    const call = { write, cancelled: false, [Symbol.asyncIterator]: async function* () { yield* messages; } }; // prettier-ignore
    await controller.relayFixes(call as never);
    return receipts.sort((a, b) => a.number - b.number);
  };
}

const takes = async (driverId: string) => {
  if (driverId === 'off') throw failedPrecondition('OFF_DUTY', 'the driver has no started route');
  return { accepted: [{}], rejected: [{ index: 1, reason: 'stale' }] };
};

it('answers each delivery under its number', async () => {
  const [first, failed, nameless, last] = await relay(takes)(
    { deliveries: [delivery(1, 'a'), delivery(2, 'off'), delivery(3, '')] },
    { deliveries: [delivery(4, 'a')] },
  );
  const answer = { acceptedCount: 1, rejected: [{ index: 1, reason: 'POINT_REJECTION_STALE' }] };
  expect(first).toEqual({ number: 1, answer });
  expect(last).toEqual({ number: 4, answer });
  expect(fromStatusMessage(failed!.error!)).toMatchObject({ kind: 'failed_precondition', reason: 'OFF_DUTY' });
  expect(fromStatusMessage(nameless!.error!)).toMatchObject({ kind: 'invalid_argument', reason: 'INVALID_FIELD' });
});

it('takes one driver’s deliveries in their order, the drivers side by side', async () => {
  const begun: string[] = [];
  const slow = Promise.withResolvers<void>();
  const done = relay(async (driverId) => {
    begun.push(driverId);
    if (driverId === 'a') await slow.promise;
    return { accepted: [], rejected: [] };
  })({ deliveries: [delivery(1, 'a'), delivery(2, 'a'), delivery(3, 'b')] });
  await new Promise(setImmediate);
  expect(begun).toEqual(['a', 'b']);
  slow.resolve();
  expect(await done).toHaveLength(3);
  expect(begun).toEqual(['a', 'b', 'a']);
});
