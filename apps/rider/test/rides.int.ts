// Profiles, requests and cancellations, over real gRPC on a real Postgres.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideCloseCause, RideEvent, RideStatus, WaitingReason, type Ride } from '@lastmile/contracts';
import { ALONE, partyWish } from '@lastmile/party';
import { after, north, STATION } from './fixtures.js';
import { BARE_STATION, MATCHING, operator, Platform, rider, rideRequest } from './platform.js';

let platform: Platform;
let caller: Caller;
beforeAll(async () => void (platform = await Platform.start()));
beforeEach(async () => void (caller = await platform.newRider()));
afterAll(() => platform.stop());

const cancel = ({ rideId }: Ride, as = caller) =>
  platform.client.cancelRide({ requestId: randomUUID(), rideId }, { caller: as });

describe('a profile', () => {
  it('is made, replaced, and keeps its time', async () => {
    const before = (await platform.client.getRider({ riderId: '' }, { caller })).rider!;
    expect(before).toMatchObject({ riderId: caller.userId, name: 'Ana', wheelchair: false });
    const change = { requestId: randomUUID(), name: ' Ana B. ', wheelchair: true };
    const { rider: replaced } = await platform.client.registerRider(change, { caller });
    expect(replaced).toEqual({ ...before, name: 'Ana B.', wheelchair: true });
    expect((await platform.client.getRider({ riderId: '' }, { caller })).rider).toEqual(replaced);
    expect((await platform.newRide(caller)).party?.wheelchair).toBe(true);
  });

  it('is seen by its rider and operators', async () => {
    const request = { riderId: caller.userId };
    for (const viewer of [caller, operator()]) {
      expect((await platform.client.getRider(request, { caller: viewer })).rider?.riderId).toBe(caller.userId);
    }
    await expect(platform.client.getRider(request, { caller: rider() })).rejects.toMatchObject({
      kind: 'not_found',
      reason: 'RIDER_NOT_FOUND',
    });
  });
});

describe('a request', () => {
  it('becomes a ride from a real train, told to the world, with a timer for its end', async () => {
    const ride = await platform.newRide(caller, { party: partyWish({ people: 2 }) });
    expect(ride).toMatchObject({
      riderId: caller.userId,
      riderName: 'Ana',
      status: RideStatus.RIDE_STATUS_WAITING,
      stationId: STATION.stationId,
      stationName: 'Main St',
      train: { trainId: 'T1', serviceDate: '2026-09-23', lineName: '7', headsign: 'Flushing' },
      pickupPointId: 'near',
      pickup: { position: north(30), name: 'Roosevelt Ave' },
      destination: { position: north(2000), name: 'home' },
      party: { ...ALONE, people: 2 },
      excludedDriverIds: [],
      tripId: '',
      waitingReason: WaitingReason.WAITING_REASON_UNSPECIFIED,
      version: 1,
    });
    expect(ride.readyTime).toEqual(after(110, ride.train?.arriveTime));
    expect(ride.latestPickupTime).toEqual(after(900, ride.readyTime));
    expect(ride.maxRideSeconds).toBe(Math.round(ride.directSeconds * 1.5 + 240));
    expect((await platform.client.getRideStatus(ride, { caller })).ride).toEqual(ride);
    const [event, ...more] = await platform.told(ride);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ type: 'rider.ride_requested', version: 1 });
    expect(RideEvent.fromJSON(event!.data).ride).toEqual(ride);
    expect(await platform.expiryOf(ride)).toEqual(ride.latestPickupTime);
  });

  it('is for one when it does not say for how many', async () => {
    expect((await platform.newRide(caller, { party: undefined, partySize: 0 })).party).toEqual(ALONE);
  });

  it('of a gateway of the version before is understood, and its ride tells what that one reads', async () => {
    const old = { partySize: 3, wheelchair: true };
    const ride = await platform.newRide(caller, { ...old, party: undefined });
    expect(ride).toMatchObject({ ...old, party: { people: 3, wheelchair: true } });
  });

  it('may choose its kerb and its patience', async () => {
    const ride = await platform.newRide(caller, {
      pickupPointId: 'far',
      maxWaitSeconds: 60,
      party: { ...ALONE, wheelchair: true },
    });
    expect(ride).toMatchObject({ pickupPointId: 'far', pickup: { name: '39th Ave' }, party: { wheelchair: true } });
    expect(ride.latestPickupTime).toEqual(after(210 + 60, ride.train?.arriveTime));
  });

  it('starts at the station itself where there is no kerb', async () => {
    const ride = await platform.newRide(caller, { stationId: BARE_STATION });
    expect(ride).toMatchObject({ pickupPointId: '', pickup: { position: STATION.position, name: 'Main St' } });
    expect(ride.readyTime).toEqual(after(120, ride.train?.arriveTime));
  });

  it('waits for the end of the one before', async () => {
    const first = await platform.newRide(caller);
    await expect(platform.newRide(caller)).rejects.toMatchObject({
      kind: 'failed_precondition',
      reason: 'RIDE_ALREADY_OPEN',
      metadata: { ride_id: first.rideId },
    });
    await cancel(first);
    expect((await platform.newRide(caller)).status).toBe(RideStatus.RIDE_STATUS_WAITING);
  });
});

test('a quote promises what the request then keeps, and stores nothing', async () => {
  const wish = rideRequest({ party: partyWish({ people: 2 }), maxWaitSeconds: 600 });
  const before = await platform.snapshot();
  const { readyTime, latestPickupTime, ...quote } = await platform.client.quoteRide(wish, { caller });
  expect(await platform.snapshot()).toEqual(before);
  expect(latestPickupTime).toEqual(after(600, readyTime));
  expect(quote.maxRideSeconds).toBeGreaterThan(quote.directSeconds);
  expect(await platform.newRide(caller, wish)).toMatchObject(quote);
});

describe('a cancellation', () => {
  it('closes the ride in the ledger, ends it, and stops its timer', async () => {
    const ride = await platform.newRide(caller);
    const { ride: cancelled } = await cancel(ride);
    expect(platform.ledger.closings.at(-1)).toEqual({
      rideId: ride.rideId,
      cause: RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED,
      onlyIfIdle: false,
    });
    expect(cancelled).toMatchObject({ status: RideStatus.RIDE_STATUS_CANCELLED, version: 2 });
    expect(cancelled?.endTime).toBeInstanceOf(Date);
    expect(await platform.expiryOf(ride)).toBeUndefined();
    // The ledger's own word about it changes nothing more.
    await platform.settled();
    expect((await cancel(ride)).ride).toEqual(cancelled);
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
  });

  it('takes the driver’s trip with it', async () => {
    const ride = await platform.newRide(caller);
    const trip = await platform.ledger.offer(ride);
    await platform.ledger.step(trip, 'SCHEDULED');
    await platform.becomes(ride, RideStatus.RIDE_STATUS_SCHEDULED);
    await cancel(ride);
    await platform.settled();
    const after = await platform.ride(ride);
    expect(after).toMatchObject({
      status: RideStatus.RIDE_STATUS_CANCELLED,
      tripId: trip.tripId,
      excludedDriverIds: [],
    });
    expect(await platform.toldTypes(ride)).toEqual(['rider.ride_requested', 'rider.ride_cancelled']);
  });

  it.each(['COMPLETED', 'NO_SHOW'] as const)('comes too late for a trip that is %s, heard of or not', async (end) => {
    const ride = await platform.newRide(caller);
    const trip = await platform.ledger.offer(ride);
    await platform.settled();
    platform.ledger.holdBack();
    await platform.ledger.step(await platform.ledger.step(trip, 'ACTIVE'), end);
    platform.ledger.stopHoldingBack();
    const tooLate = { kind: 'failed_precondition', reason: 'RIDE_ENDED', metadata: { status: end.toLowerCase() } };
    await expect(cancel(ride)).rejects.toMatchObject(tooLate);
    expect((await platform.ride(ride)).status).toBe(RideStatus.RIDE_STATUS_OFFERED);
    await platform.ledger.deliver(0, 1);
    await platform.becomes(ride, RideStatus[`RIDE_STATUS_${end}`]);
    await expect(cancel(ride)).rejects.toMatchObject(tooLate);
  });

  it('is refused aboard, heard of or not', async () => {
    const ride = await platform.newRide(caller);
    const trip = await platform.ledger.offer(ride);
    await platform.settled();
    platform.ledger.holdBack();
    await platform.ledger.step(trip, 'ACTIVE');
    platform.ledger.stopHoldingBack();
    const aboard = { kind: 'failed_precondition', reason: 'RIDE_ABOARD' };
    await expect(cancel(ride)).rejects.toMatchObject(aboard);
    await platform.ledger.deliver(0);
    await platform.becomes(ride, RideStatus.RIDE_STATUS_ACTIVE);
    await expect(cancel(ride)).rejects.toMatchObject(aboard);
  });
});

describe('looking at many', () => {
  const all = {
    ...{ riderId: '', status: RideStatus.RIDE_STATUS_UNSPECIFIED, openOnly: false, stationId: '', text: '' },
    ...{ pageSize: 0, pageToken: '' },
  };
  const ids = (rides: Ride[]) => rides.map(({ rideId }) => rideId);

  it('lists a rider’s own rides, newest first, page by page', async () => {
    const rides: Ride[] = [];
    for (let n = 0; n < 5; n++) {
      if (rides[0]) await cancel(rides[0]);
      rides.unshift(await platform.newRide(caller));
    }
    const ask = { ...all, riderId: randomUUID(), pageSize: 2 };
    const seen: string[] = [];
    do {
      const page = await platform.client.listRides(ask, { caller });
      seen.push(...ids(page.rides));
      ask.pageToken = page.nextPageToken;
    } while (ask.pageToken);
    expect(seen).toEqual(ids(rides));

    const mine = { ...all, riderId: caller.userId };
    const as = { caller: operator() };
    expect(ids((await platform.client.listRides({ ...mine, openOnly: true }, as)).rides)).toEqual([rides[0]!.rideId]);
    const { rides: cancelled } = await platform.client.listRides(
      { ...mine, status: RideStatus.RIDE_STATUS_CANCELLED },
      as,
    );
    expect(ids(cancelled)).toEqual(ids(rides.slice(1)));
  });

  it('tells services who waits at a station, oldest request first', async () => {
    const stationId = BARE_STATION;
    const waiting = async (readyBefore?: Date) =>
      ids((await platform.client.listWaitingRides({ stationId, readyBefore }, { caller: MATCHING })).rides);
    const before = await waiting();
    const newRide = async () => platform.newRide(await platform.newRider(), { stationId });
    const [first, second, late, seated] = [await newRide(), await newRide(), await newRide(), await newRide()];
    await platform.newRide(caller); // at another station
    await platform.ledger.offer(seated);
    await platform.becomes(seated, RideStatus.RIDE_STATUS_OFFERED);
    await platform.db.admin(
      `UPDATE rider.rides SET ready_time = now() - interval '1 hour', latest_pickup_time = now() WHERE ride_id = $1`,
      [late.rideId],
    );
    expect(await waiting()).toEqual([...before, first.rideId, second.rideId]);
    expect(await waiting(second.readyTime)).not.toContain(second.rideId);
    expect(await waiting(after(1, second.readyTime))).toContain(second.rideId);
  });

  it('keeps why a ride has no car yet, and only while it waits', async () => {
    const [waiting, seated] = [await platform.newRide(caller), await platform.newRide(await platform.newRider())];
    await platform.ledger.offer(seated);
    await platform.becomes(seated, RideStatus.RIDE_STATUS_OFFERED);
    const current = await platform.ride(seated);
    const record = (waitingReason: WaitingReason) =>
      recordReasons([waiting, current, { rideId: randomUUID(), version: 1 }], waitingReason);
    await record(WaitingReason.WAITING_REASON_NO_DRIVER);
    const start = new Date();
    await record(WaitingReason.WAITING_REASON_NO_SEAT);
    const considered = await platform.ride(waiting);
    expect(considered).toEqual({
      ...waiting,
      waitingReason: WaitingReason.WAITING_REASON_NO_SEAT,
      consideredTime: considered.consideredTime,
    });
    expect(+considered.consideredTime!).toBeGreaterThanOrEqual(+start);
    expect(await platform.ride(seated)).toEqual(current);
  });

  it('forgets it once there is a car, and does not take it from a plan made before', async () => {
    const ride = await platform.newRide(caller);
    await recordReasons([ride], WaitingReason.WAITING_REASON_NO_SEAT);
    const trip = await platform.ledger.offer(ride);
    const unconsidered = { waitingReason: WaitingReason.WAITING_REASON_UNSPECIFIED, consideredTime: undefined };
    expect(await platform.becomes(ride, RideStatus.RIDE_STATUS_OFFERED)).toMatchObject(unconsidered);
    await platform.ledger.step(trip, 'DECLINED', true);
    const again = await platform.becomes(ride, RideStatus.RIDE_STATUS_WAITING);
    await recordReasons([ride], WaitingReason.WAITING_REASON_NO_SEAT);
    expect(await platform.ride(ride)).toEqual({ ...again, ...unconsidered });
    await recordReasons([again], WaitingReason.WAITING_REASON_DRIVERS_EXCLUDED);
    const reason = WaitingReason.WAITING_REASON_DRIVERS_EXCLUDED;
    expect(await platform.ride(ride)).toMatchObject({ waitingReason: reason, consideredTime: expect.any(Date) });
  });

  const recordReasons = (rides: readonly Pick<Ride, 'rideId' | 'version'>[], waitingReason: WaitingReason) =>
    platform.client.recordWaitingReasons(
      { reasons: rides.map(({ rideId, version }) => ({ rideId, waitingReason, version })) },
      { caller: MATCHING },
    );
});
