// The service over real gRPC: a trip's life as rider and driver see it, the offer's timer, lists and logs.
import { randomUUID } from 'node:crypto';
import { Actor, RideCloseCause, TripStatus, type ListTripsRequest, type Trip } from '@lastmile/contracts';
import { aRoute, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { audit } from './audit.js';
import { commitRequest, driver, operator, rider, SERVICE, startTrip, type RunningTripService } from './start-trip.js';

let db: TestDatabase;
let service: RunningTripService;
beforeAll(async () => {
  db = await testDatabase('trip');
  service = await startTrip(db);
});
afterAll(async () => {
  await service.stop();
  await db.close();
});
afterEach(async () => expect(await audit(db)).toEqual([]));

const asService = { caller: SERVICE };
const on = ({ tripId }: Trip) => ({ requestId: randomUUID(), tripId });

async function seat(from = service, autoAccept = false): Promise<Trip> {
  const route = aRoute({ autoAccept });
  await from.client.openRoute(route, asService);
  const { trips } = await from.client.commitMatch(commitRequest(route.routeId), asService);
  return trips[0]!;
}

test('a ride from offer to rating, the PIN told to its rider only, and never logged', async () => {
  const { client } = service;
  const offered = await seat();
  expect(offered).toMatchObject({
    status: TripStatus.TRIP_STATUS_OFFERED,
    pin: '',
    addedDetourSeconds: 90,
    version: 1,
  });
  const [byDriver, byRider] = [{ caller: driver(offered.driverId) }, { caller: rider(offered.riderId) }];

  const { trip: seen } = await client.getTripDetails(offered, byRider);
  expect(seen?.pin).toMatch(/^\d{4}$/);
  const rough = {
    position: { latitude: expect.any(Number) as number, longitude: expect.any(Number) as number },
    name: '',
  };
  const { trip: proposed } = await client.getTripDetails(offered, byDriver);
  expect(proposed).toEqual({ ...offered, riderName: 'Ana', destination: rough });
  expect(proposed?.destination?.position).not.toEqual(offered.destination?.position);
  expect((await client.getTripDetails(offered, { caller: operator() })).trip?.pin).toBe('');

  await client.acceptTrip(on(offered), byDriver);
  const arrived = TripStatus.TRIP_STATUS_ARRIVED;
  await client.updateTripStatus({ ...on(offered), status: arrived }, byDriver);
  const aboard = await client.confirmPickup({ ...on(offered), pin: seen!.pin }, byDriver);
  expect(aboard.trip).toMatchObject({ status: TripStatus.TRIP_STATUS_ACTIVE, pin: '' });
  await client.confirmDropoff(on(offered), byDriver);
  const { trip: rated } = await client.rateTrip({ ...on(offered), rating: 5 }, byRider);
  expect(rated).toMatchObject({ status: TripStatus.TRIP_STATUS_COMPLETED, driverRating: 5, pin: seen!.pin });

  const { history } = await client.getTripDetails(offered, byDriver);
  expect(history.map(({ status, actor }) => [status, actor])).toEqual([
    [TripStatus.TRIP_STATUS_OFFERED, Actor.PARTY_PLATFORM],
    [TripStatus.TRIP_STATUS_SCHEDULED, Actor.PARTY_DRIVER],
    [TripStatus.TRIP_STATUS_ARRIVED, Actor.PARTY_DRIVER],
    [TripStatus.TRIP_STATUS_ACTIVE, Actor.PARTY_DRIVER],
    [TripStatus.TRIP_STATUS_COMPLETED, Actor.PARTY_DRIVER],
    [TripStatus.TRIP_STATUS_COMPLETED, Actor.PARTY_RIDER],
  ]);
  expect(service.logLines.length).toBeGreaterThan(0);
  for (const line of service.logLines) expect(line).not.toContain(`"${seen!.pin}"`);
});

test('loads follow the seats, and a closed route refuses commits', async () => {
  const { client } = service;
  const { routeId } = await seat();
  expect((await client.getRouteLoads({ routeIds: [routeId, randomUUID()] }, asService)).loads).toMatchObject([
    { routeId, seats: 3, seatsTaken: 1, open: true },
  ]);
  const resize = { routeId, seats: 4, autoAccept: true, routeVersion: 0 };
  expect((await client.resizeRoute(resize, asService)).load?.seats).toBe(4);
  const scheduled = await client.commitMatch(commitRequest(routeId), asService);
  expect(scheduled.trips[0]?.status).toBe(TripStatus.TRIP_STATUS_SCHEDULED);
  const { load } = await client.closeRoute({ routeId, cancelScheduled: true, keepAboard: false }, asService);
  expect(load).toMatchObject({ open: false, seatsTaken: 0 });
  await expect(client.commitMatch(commitRequest(routeId), asService)).rejects.toMatchObject({
    kind: 'failed_precondition',
    reason: 'ROUTE_CLOSED',
  });
});

test('a closed ride answers with the trip it cancelled', async () => {
  const { rideId, tripId } = await seat();
  const request = { rideId, cause: RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED, onlyIfIdle: false };
  for (let time = 0; time < 2; time++) {
    const { closed, trip } = await service.client.closeRide(request, asService);
    expect([closed, trip?.tripId, trip?.status]).toEqual([true, tripId, TripStatus.TRIP_STATUS_CANCELLED]);
  }
});

test('an offer nobody answers lapses by itself, also over a restart', async () => {
  const hasty = await startTrip(db, { OFFER_SECONDS: '1' });
  const offered = await seat(hasty);
  await hasty.stop();
  const lapsed = await waitFor(async () => {
    const { trip } = await service.client.getTripDetails(offered, asService);
    return trip?.status === TripStatus.TRIP_STATUS_EXPIRED && trip;
  });
  expect(lapsed).toMatchObject({ endedBy: Actor.PARTY_PLATFORM, version: 2 });
});

describe('ListTrips', () => {
  const all: ListTripsRequest = {
    rideId: '',
    riderId: '',
    driverId: '',
    stationId: '',
    text: '',
    routeIds: [],
    status: TripStatus.TRIP_STATUS_UNSPECIFIED,
    liveOnly: false,
    pageSize: 0,
    pageToken: '',
  };
  const ids = ({ trips }: { trips: Trip[] }) => trips.map(({ tripId }) => tripId);

  it('pages newest first through every trip exactly once', async () => {
    const route = aRoute({ seats: 8 });
    await service.client.openRoute(route, asService);
    for (let n = 0; n < 5; n++) await service.client.commitMatch(commitRequest(route.routeId), asService);
    const request = { ...all, routeIds: [route.routeId], pageSize: 2 };
    const seen: Trip[] = [];
    let pageToken = '';
    do {
      const page = await service.client.listTrips({ ...request, pageToken }, asService);
      expect(page.trips.length).toBeLessThanOrEqual(2);
      seen.push(...page.trips);
      pageToken = page.nextPageToken;
    } while (pageToken);
    const whole = await service.client.listTrips({ ...request, pageSize: 0 }, asService);
    expect(ids(whole)).toEqual(ids({ trips: seen }));
    expect(whole.nextPageToken).toBe('');
    const times = seen.map(({ createTime }) => createTime!.getTime());
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(new Set(ids(whole)).size).toBe(5);
  });

  it('shows people their own trips whatever they ask for', async () => {
    const [mine, other] = [await seat(), await seat()];
    const { client } = service;
    const wish = { ...all, riderId: other.riderId, driverId: other.driverId };
    expect(ids(await client.listTrips(wish, { caller: rider(mine.riderId) }))).toEqual([mine.tripId]);
    expect(ids(await client.listTrips(wish, { caller: driver(mine.driverId) }))).toEqual([mine.tripId]);
    expect(ids(await client.listTrips(wish, { caller: rider() }))).toEqual([]);
    expect(ids(await client.listTrips(wish, { caller: operator() }))).toEqual([other.tripId]);
  });

  it('filters by status and by being live', async () => {
    const trip = await seat();
    const caller = driver(trip.driverId);
    const count = async (changes: Partial<ListTripsRequest>) =>
      (await service.client.listTrips({ ...all, ...changes }, { caller })).trips.length;
    expect(await count({ status: TripStatus.TRIP_STATUS_DECLINED })).toBe(0);
    expect(await count({ liveOnly: true })).toBe(1);
    await service.client.declineTrip({ ...on(trip), reason: 'full' }, { caller });
    expect(await count({ status: TripStatus.TRIP_STATUS_DECLINED })).toBe(1);
    expect(await count({ liveOnly: true })).toBe(0);
  });

  it('shows a driver who has not accepted no more than the details do, and lets nobody spell out a hidden name', async () => {
    const { client } = service;
    const declined = await seat();
    const caller = driver(declined.driverId);
    const listed = async () => (await client.listTrips(all, { caller })).trips[0]!;
    const expectHidden = (trip: Trip) => {
      expect(trip.destination?.name).toBe('');
      expect(trip.destination?.position).not.toEqual(declined.destination?.position);
    };
    expectHidden(await listed());
    expectHidden((await client.declineTrip({ ...on(declined), reason: '' }, { caller })).trip!);
    expectHidden(await listed());
    expect((await client.listTrips({ ...all, driverId: declined.driverId }, asService)).trips[0]).toMatchObject({
      destination: declined.destination,
    });
    const search = client.listTrips({ ...all, text: declined.riderName.slice(0, 2) }, { caller });
    await expect(search).rejects.toMatchObject({ kind: 'permission_denied' });
  });
});
