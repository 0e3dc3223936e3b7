// Commands that meet each other, and commands that are cut off between their steps.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideStatus, WaitingReason, type Ride } from '@lastmile/contracts';
import { aborted } from '@lastmile/errors';
import { partyWish } from '@lastmile/party';
import { MATCHING, Platform, rideRequest } from './platform.js';

let platform: Platform;
let caller: Caller;
beforeAll(async () => void (platform = await Platform.start()));
beforeEach(async () => {
  caller = await platform.newRider();
  platform.ledger.closings.length = 0;
});
afterEach(() => {
  platform.ledger.stopHoldingBack();
  platform.ledger.beforeStep = platform.ledger.beforeAnswer = () => Promise.resolve();
  platform.beforeArrival = () => Promise.resolve();
});
afterAll(() => platform.stop());

const times = <T>(n: number, make: (index: number) => T): T[] => Array.from({ length: n }, (_, index) => make(index));
const ridesOf = (riderId: string) =>
  platform.db.admin<{ ride_id: string }>('SELECT ride_id FROM rider.rides WHERE rider_id = $1', [riderId]);
const cancelRequest = ({ rideId }: Ride) => ({ requestId: randomUUID(), rideId });

test('the same request 20 times at once makes one ride', async () => {
  const request = rideRequest();
  const answers = await Promise.all(times(20, () => platform.client.requestRide(request, { caller })));
  expect(new Set(answers.map(({ ride }) => JSON.stringify(ride))).size).toBe(1);
  expect(await ridesOf(caller.userId)).toHaveLength(1);
  expect(await platform.told(answers[0]!.ride!)).toHaveLength(1);
  await expect(
    platform.client.requestRide({ ...request, party: partyWish({ people: 2 }) }, { caller }),
  ).rejects.toMatchObject({
    kind: 'already_exists',
    reason: 'REQUEST_ID_REUSED',
  });
});

test('of ten different requests of one rider at once one becomes a ride', async () => {
  const outcomes = await Promise.allSettled(times(10, () => platform.client.requestRide(rideRequest(), { caller })));
  const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as object] : []));
  const [ride, ...more] = await ridesOf(caller.userId);
  expect(more).toEqual([]);
  expect(refused).toHaveLength(9);
  for (const error of refused) {
    expect(error).toMatchObject({ reason: 'RIDE_ALREADY_OPEN', metadata: { ride_id: ride?.ride_id } });
  }
});

test('the database itself keeps a rider from having two open rides', async () => {
  const first = await platform.newRide(caller);
  await platform.client.cancelRide(cancelRequest(first), { caller });
  await platform.newRide(caller);
  const reopen = `UPDATE rider.rides SET status = 'waiting', end_time = NULL WHERE ride_id = $1`;
  await expect(platform.db.admin(reopen, [first.rideId])).rejects.toThrow('rides_one_open_per_rider');
});

test('cancelling 20 times at once, by one request or by many, tells once', async () => {
  const ride = await platform.newRide(caller);
  const same = cancelRequest(ride);
  const requests = [...times(10, () => same), ...times(10, () => cancelRequest(ride))];
  const answers = await Promise.all(requests.map((request) => platform.client.cancelRide(request, { caller })));
  expect(new Set(answers.map(({ ride }) => JSON.stringify(ride))).size).toBe(1);
  await platform.settled();
  expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
});

test.each(times(5, (n) => n))(
  'a cancellation that meets the end of the rider’s time: one end, told once (%d)',
  async () => {
    const ride = await platform.newRide(caller);
    const cancelling = platform.client.cancelRide(cancelRequest(ride), { caller });
    const [, cancelled] = await Promise.allSettled([platform.passLimit(ride), cancelling]);
    if (cancelled.status === 'rejected') expect(cancelled.reason).toMatchObject({ reason: 'RIDE_ENDED' });
    await platform.settled();
    const { status } = await platform.ride(ride);
    expect([RideStatus.RIDE_STATUS_CANCELLED, RideStatus.RIDE_STATUS_EXPIRED]).toContain(status);
    expect(await platform.told(ride)).toHaveLength(2);
    expect(platform.ledger.isClosed(ride.rideId)).toBe(true);
  },
);

test('a request cut off before it is stored leaves nothing, and the retry makes one ride', async () => {
  const request = rideRequest();
  const before = await platform.snapshot();
  await platform.db.admin('ALTER TABLE rider.rides ADD CONSTRAINT stuck CHECK (false) NOT VALID');
  await expect(platform.client.requestRide(request, { caller })).rejects.toMatchObject({ kind: 'internal' });
  await platform.db.admin('ALTER TABLE rider.rides DROP CONSTRAINT stuck');
  expect(await platform.snapshot()).toEqual(before);
  const { ride } = await platform.client.requestRide(request, { caller });
  expect(await ridesOf(caller.userId)).toEqual([{ ride_id: ride?.rideId }]);
  // An answer that is known needs no timetable any more.
  platform.beforeArrival = () => Promise.reject(new Error('asked again'));
  expect((await platform.client.requestRide(request, { caller })).ride).toEqual(ride);
});

describe('a cancellation cut off', () => {
  const lost = () => Promise.reject(aborted('CUT_OFF', 'cut off'));

  test('before the ledger’s step leaves the ride as it was, and is done by its retry', async () => {
    const ride = await platform.newRide(caller);
    const request = cancelRequest(ride);
    platform.ledger.beforeStep = lost;
    await expect(platform.client.cancelRide(request, { caller })).rejects.toMatchObject({ reason: 'CUT_OFF' });
    expect(await platform.ride(ride)).toEqual(ride);
    platform.ledger.beforeStep = () => Promise.resolve();
    const { ride: cancelled } = await platform.client.cancelRide(request, { caller });
    expect(cancelled?.status).toBe(RideStatus.RIDE_STATUS_CANCELLED);
    await platform.settled();
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
  });

  test('after the ledger’s step converges when it is retried', async () => {
    const ride = await platform.newRide(caller);
    const trip = await platform.ledger.offer(ride);
    await platform.settled();
    platform.ledger.holdBack(); // so that the retry, and not the ledger's event, must do it
    platform.ledger.beforeAnswer = lost;
    const request = cancelRequest(ride);
    await expect(platform.client.cancelRide(request, { caller })).rejects.toMatchObject({ reason: 'CUT_OFF' });
    expect(platform.ledger.isClosed(ride.rideId)).toBe(true);
    expect((await platform.ride(ride)).status).toBe(RideStatus.RIDE_STATUS_OFFERED);

    platform.ledger.beforeAnswer = () => Promise.resolve();
    const { ride: cancelled } = await platform.client.cancelRide(request, { caller });
    expect(cancelled?.status).toBe(RideStatus.RIDE_STATUS_CANCELLED);
    await platform.ledger.deliver(0, 1);
    await platform.settled();
    expect(await platform.ride(ride)).toMatchObject({ status: RideStatus.RIDE_STATUS_CANCELLED, tripId: trip.tripId });
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
    expect((await platform.client.cancelRide(request, { caller })).ride).toEqual(cancelled);
  });

  test('after the ledger’s step ends the ride by the ledger’s event alone', async () => {
    const ride = await platform.newRide(caller);
    const request = cancelRequest(ride);
    platform.ledger.beforeAnswer = lost;
    await expect(platform.client.cancelRide(request, { caller })).rejects.toMatchObject({ reason: 'CUT_OFF' });
    const cancelled = await platform.becomes(ride, RideStatus.RIDE_STATUS_CANCELLED);
    platform.ledger.beforeAnswer = () => Promise.resolve();
    expect((await platform.client.cancelRide(request, { caller })).ride).toEqual(cancelled);
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
  });

  test('and refused in the end may be asked again', async () => {
    const ride = await platform.newRide(caller);
    const trip = await platform.ledger.offer(ride);
    await platform.settled();
    const request = cancelRequest(ride);
    platform.ledger.beforeStep = async () => void (await platform.ledger.step(trip, 'ACTIVE'));
    const refused = platform.client.cancelRide(request, { caller });
    await expect(refused).rejects.toMatchObject({ reason: 'RIDE_ABOARD' });
    const requests = await platform.db.admin('SELECT FROM rider.requests WHERE request_id = $1', [request.requestId]);
    expect(requests).toEqual([]);
  });
});

test('an expiry whose answer is lost happens all the same, once', async () => {
  const ride = await platform.newRide(caller);
  let lost = 0;
  platform.ledger.beforeAnswer = () => (lost++ === 0 ? Promise.reject(new Error('lost')) : Promise.resolve());
  await platform.passLimit(ride);
  await platform.becomes(ride, RideStatus.RIDE_STATUS_EXPIRED);
  expect(lost).toBeGreaterThan(0);
  expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_expired']);
});

test('plans that name the same rides in opposite orders at once all have their reasons kept', async () => {
  const rides: Ride[] = [];
  while (rides.length < 40) rides.push(await platform.newRide(await platform.newRider()));
  // Of few rows all are read, in the table's order; of many each is looked up, in the plan's.
  await platform.addEndedRides(3_000, 'expired');
  const reasons = rides.map(({ rideId, version }) => ({
    ...{ rideId, version, waitingReason: WaitingReason.WAITING_REASON_NO_SEAT },
  }));
  const plans = times(24, (i) => ({ reasons: i % 2 ? reasons : reasons.toReversed() }));
  const answers = plans.map((plan) => platform.client.recordWaitingReasons(plan, { caller: MATCHING }));
  const outcomes = await Promise.allSettled(answers);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toEqual([]);
});
