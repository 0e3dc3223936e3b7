// A ride follows the ledger: its trips' steps, its closing, and its own timer, through the real event queue.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideCloseCause, RideStatus, type Ride } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { aborted } from '@lastmile/errors';
import { Platform } from './platform.js';

let platform: Platform;
let caller: Caller;
let ride: Ride;
beforeAll(async () => void (platform = await Platform.start()));
beforeEach(async () => {
  caller = await platform.newRider();
  ride = await platform.newRide(caller);
});
afterEach(() => {
  platform.ledger.stopHoldingBack();
  platform.ledger.beforeAnswer = () => Promise.resolve();
});
afterAll(() => platform.stop());

const { RIDE_STATUS_WAITING, RIDE_STATUS_OFFERED, RIDE_STATUS_SCHEDULED, RIDE_STATUS_CANCELLED } = RideStatus;

test('it goes all the way to the destination', async () => {
  let trip = await platform.ledger.offer(ride);
  await platform.becomes(ride, RIDE_STATUS_OFFERED);
  for (const status of ['SCHEDULED', 'ARRIVED', 'ACTIVE', 'COMPLETED'] as const) {
    trip = await platform.ledger.step(trip, status);
    await platform.becomes(ride, RideStatus[`RIDE_STATUS_${status}`]);
  }
  const after = await platform.ride(ride);
  expect(after).toMatchObject({ tripId: trip.tripId, version: 6 });
  expect(after.endTime).toBeInstanceOf(Date);
  expect(await platform.expiryOf(ride)).toBeUndefined();
  expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested']);
  expect((await platform.newRide(caller)).status).toBe(RIDE_STATUS_WAITING);
});

test.each(['DECLINED', 'EXPIRED', 'CANCELLED', 'NO_SHOW'] as const)(
  'it waits again when its trip is %s, without that driver, and the world hears of it',
  async (end) => {
    const driverId = randomUUID();
    const offered = await platform.ledger.offer(ride, driverId);
    await platform.becomes(ride, RIDE_STATUS_OFFERED);
    await platform.ledger.step(offered, end, true);
    const waiting = await platform.becomes(ride, RIDE_STATUS_WAITING);
    expect(waiting).toMatchObject({ excludedDriverIds: [driverId], version: 3, endTime: undefined });
    const [, reopened] = await platform.told(ride);
    expect(reopened).toMatchObject({ type: 'rider.ride_reopened', version: 3 });
    const trip = await platform.ledger.offer(ride);
    expect(await platform.becomes(ride, RIDE_STATUS_OFFERED)).toMatchObject({ tripId: trip.tripId });
  },
);

test('a rider who was not there has no ride any more', async () => {
  const trip = await platform.ledger.step(await platform.ledger.offer(ride), 'ARRIVED');
  await platform.ledger.step(trip, 'NO_SHOW');
  await platform.becomes(ride, RideStatus.RIDE_STATUS_NO_SHOW);
  await platform.settled();
  expect(await platform.expiryOf(ride)).toBeUndefined();
});

test('events that come in the wrong order and twice end where they should', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  platform.ledger.holdBack();
  await platform.ledger.step(await platform.ledger.offer(ride, first), 'DECLINED', true); // 0, 1
  const { tripId } = await platform.ledger.step(await platform.ledger.offer(ride, second), 'SCHEDULED'); // 2, 3
  for (const position of [0, 3, 1, 2, 0, 3, 1]) {
    await platform.ledger.deliver(position);
    // Handlers run side by side: without waiting this would be no order at all.
    await platform.settled();
  }
  expect(await platform.ride(ride)).toMatchObject({
    status: RIDE_STATUS_SCHEDULED,
    tripId,
    excludedDriverIds: [first],
  });
  // The first driver's refusal was heard after the second one had accepted.
  expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested']);
});

test('a cancellation that was cut off is finished by the ledger’s word', async () => {
  platform.ledger.holdBack();
  platform.ledger.beforeAnswer = () => Promise.reject(aborted('CUT_OFF', 'cut off'));
  const request = { requestId: randomUUID(), rideId: ride.rideId };
  const cutOff = platform.client.cancelRide(request, { caller });
  await expect(cutOff).rejects.toMatchObject({ reason: 'CUT_OFF' });
  platform.ledger.beforeAnswer = () => Promise.resolve();
  expect((await platform.ride(ride)).status).toBe(RIDE_STATUS_WAITING);
  await platform.ledger.deliver(0);
  await platform.becomes(ride, RIDE_STATUS_CANCELLED);
  await platform.settled();
  expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
  expect((await platform.client.cancelRide(request, { caller })).ride?.status).toBe(RIDE_STATUS_CANCELLED);
});

describe('when the rider’s time runs out', () => {
  const EXPIRED = RideStatus.RIDE_STATUS_EXPIRED;

  test('a waiting ride is over', async () => {
    await platform.passLimit(ride);
    const expired = await platform.becomes(ride, EXPIRED);
    expect(platform.ledger.closings.at(-1)).toEqual({
      rideId: ride.rideId,
      cause: RideCloseCause.RIDE_CLOSE_CAUSE_EXPIRED,
      onlyIfIdle: true,
    });
    expect(expired.endTime).toBeInstanceOf(Date);
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_expired']);
  });

  test('a ride with a driver goes on, and is over if that driver lets it down', async () => {
    const trip = await platform.ledger.step(await platform.ledger.offer(ride), 'SCHEDULED');
    await platform.becomes(ride, RIDE_STATUS_SCHEDULED);
    await platform.passLimit(ride);
    await waitFor(async () => (await platform.expiryOf(ride)) === undefined, { what: 'the timer has fired' });
    expect(platform.ledger.isClosed(ride.rideId)).toBe(false);
    expect((await platform.ride(ride)).status).toBe(RIDE_STATUS_SCHEDULED);

    await platform.ledger.step(trip, 'CANCELLED', true);
    await platform.becomes(ride, EXPIRED);
    // Nobody is asked to match a ride that is over.
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_expired']);
  });

  test('a ride that waits again in time still expires at its limit', async () => {
    await platform.ledger.step(await platform.ledger.offer(ride), 'DECLINED', true);
    await waitFor(async () => (await platform.ride(ride)).excludedDriverIds.length === 1);
    await platform.settled();
    await platform.passLimit(ride);
    await platform.becomes(ride, EXPIRED);
  });

  test('a cancellation that came first stays one', async () => {
    platform.ledger.holdBack();
    const request = { requestId: randomUUID(), rideId: ride.rideId };
    platform.ledger.beforeAnswer = () => Promise.reject(aborted('CUT_OFF', 'cut off'));
    await expect(platform.client.cancelRide(request, { caller })).rejects.toMatchObject({ reason: 'CUT_OFF' });
    platform.ledger.beforeAnswer = () => Promise.resolve();
    await platform.passLimit(ride);
    await waitFor(async () => (await platform.expiryOf(ride)) === undefined, { what: 'the timer has fired' });
    expect((await platform.ride(ride)).status).toBe(RIDE_STATUS_WAITING);
    await platform.ledger.deliver(0);
    await platform.becomes(ride, RIDE_STATUS_CANCELLED);
  });
});

test('trips of rides that are not here change nothing and hold nothing up', async () => {
  const before = await platform.snapshot();
  const nobody = { rideId: randomUUID(), riderId: randomUUID() };
  await platform.ledger.offer(nobody);
  await platform.settled();
  const [after, rides] = [await platform.snapshot(), (state: unknown) => (state as { rides: unknown }).rides];
  expect(rides(after)).toEqual(rides(before));
});
