import { Milestone, TripStatus, type Route, type WatchLocationsResponse } from '@lastmile/contracts';
import { ALONE } from '@lastmile/party';
import { waitFor } from '@lastmile/testing';
import {
  AS_GATEWAY,
  AS_OPERATOR,
  asDriver,
  inSeconds,
  north,
  Platform,
  point,
  update,
  type LocationClient,
} from './platform.js';

let platform: Platform;
let one: LocationClient;
let two: LocationClient;

beforeAll(async () => {
  platform = await Platform.start();
  one = await platform.addReplica();
  two = await platform.addReplica();
});
afterAll(() => platform.stop());
beforeEach(() => platform.clear());

const locate = async ({ driverId }: Route) =>
  (await one.getDriverLocations({ driverIds: [driverId] }, { caller: AS_GATEWAY })).locations[0];
const idle = () => waitFor(async () => (await platform.unfinished()) === 0, { what: 'all events are handled' });
const available = async () =>
  (await one.findNearbyDrivers({ position: north(0), radiusMeters: 5_000, limit: 0 }, { caller: AS_OPERATOR })).drivers;

describe('the trips of a car', () => {
  it.each([
    ['OFFERED', false],
    ['SCHEDULED', true],
    ['ARRIVED', true],
    ['ACTIVE', true],
    ['COMPLETED', false],
    ['DECLINED', false],
    ['EXPIRED', false],
    ['CANCELLED', false],
    ['NO_SHOW', false],
  ] as const)('when %s, progress is told: %s', async (name, isTold) => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(2_000)]);
    await platform.tellTrip(route, { tripId: 't', status: TripStatus[`TRIP_STATUS_${name}`] });
    await idle();
    expect((await locate(route))?.trips.map(({ tripId }) => tripId)).toEqual(isTold ? ['t'] : []);
  });

  it('are expected at the kerb and at the destination, anew with every fix', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(4_000, inSeconds(-60))]);
    await platform.tellTrip(route, { tripId: 't', status: TripStatus.TRIP_STATUS_SCHEDULED });
    await idle();
    const [far] = (await locate(route))!.trips;
    await update(two, route.driverId, [point(500)]);
    const [near] = (await locate(route))!.trips;
    expect(+near!.pickupEtaTime!).toBeLessThan(+far!.pickupEtaTime!);
    expect(+near!.dropoffEtaTime!).toBeGreaterThan(+near!.pickupEtaTime!);
    await platform.tellTrip(route, { tripId: 't', status: TripStatus.TRIP_STATUS_ACTIVE, version: 5 });
    await idle();
    expect((await locate(route))?.trips).toMatchObject([{ tripId: 't', pickupEtaTime: undefined }]);
  });

  it('do not come back by an event that is late, nor after the route', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(2_000)]);
    await platform.tellTrip(route, { tripId: 't', status: TripStatus.TRIP_STATUS_COMPLETED, version: 5 });
    await idle();
    await platform.tellTrip(route, { tripId: 't', status: TripStatus.TRIP_STATUS_ACTIVE, version: 4 });
    await idle();
    expect((await locate(route))?.trips).toEqual([]);
    await platform.finishRoute(route);
    await idle();
    await platform.tellTrip(route, { tripId: 't', status: TripStatus.TRIP_STATUS_ACTIVE, version: 4 });
    await idle();
    expect(await platform.db.admin('SELECT FROM location.trips')).toEqual([]);
  });

  it('take its seats: a full car is not available, and is again when one gets out', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(1_000)]);
    expect((await available()).map(({ location }) => location?.freeSeats)).toEqual([4]);
    await platform.tellTrip(route, {
      tripId: 't',
      party: { ...ALONE, people: 4 },
      status: TripStatus.TRIP_STATUS_OFFERED,
    });
    await waitFor(async () => (await available()).length === 0);
    await platform.tellTrip(route, {
      tripId: 't',
      party: { ...ALONE, people: 4 },
      status: TripStatus.TRIP_STATUS_EXPIRED,
      version: 2,
    });
    await waitFor(async () => (await available()).length === 1);
  });

  it('leave out a car that has been silent for two minutes', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(1_000, inSeconds(-121))]);
    expect(await available()).toEqual([]);
  });
});

describe('an area', () => {
  it('shows who is there and what changes: moved, full, free again, gone, off duty', async () => {
    const [stays, leaves, faraway] = [platform.newRoute(), platform.newRoute(), platform.newRoute()];
    await update(one, stays.driverId, [point(1_000, inSeconds(-60))]);
    await update(one, faraway.driverId, [point(9_000, inSeconds(-60))]);
    const call = two.stream.watchLocations({ caller: AS_GATEWAY });
    call.on('error', () => undefined);
    const seen: string[] = [];
    const nameOf = (id: string) => (id === stays.driverId ? 'stays' : id === leaves.driverId ? 'leaves' : 'faraway');
    call.on('data', ({ areaChange }: WatchLocationsResponse) => {
      const { areaId, driverId, location, distanceMeters } = areaChange!;
      seen.push(`${areaId} ${nameOf(driverId)} ${location ? Math.round(distanceMeters) : 'gone'}`);
    });
    const sees = (what: string) => waitFor(() => seen.at(-1) === what, { what });
    const area = { areaId: 'a', center: north(0), radiusMeters: 2_000 };
    call.write({ addDriverIds: [], removeDriverIds: [], addAreas: [area], removeAreaIds: [] });
    await sees('a stays 1000');
    await update(one, leaves.driverId, [point(1_900, inSeconds(-50))]);
    await sees('a leaves 1900');
    await update(two, leaves.driverId, [point(2_100, inSeconds(-40))]);
    await sees('a leaves gone');
    await platform.tellTrip(stays, {
      tripId: 't',
      party: { ...ALONE, people: 4 },
      status: TripStatus.TRIP_STATUS_SCHEDULED,
    });
    await sees('a stays gone');
    await platform.tellTrip(stays, {
      tripId: 't',
      party: { ...ALONE, people: 4 },
      status: TripStatus.TRIP_STATUS_COMPLETED,
      version: 3,
    });
    await sees('a stays 1000');
    await platform.finishRoute(stays);
    await sees('a stays gone');
    expect(seen).toHaveLength(6);
    call.cancel();
  });

  it('is not for riders and drivers', async () => {
    const call = two.stream.watchLocations({ caller: asDriver('d') });
    const failure = new Promise<Error & { code?: number }>((resolve) => call.on('error', resolve));
    const area = { areaId: 'a', center: north(0), radiusMeters: 2_000 };
    call.write({ addDriverIds: [], removeDriverIds: [], addAreas: [area], removeAreaIds: [] });
    expect((await failure).code).toBe(7);
  });
});

describe('milestones', () => {
  it('are told once, with the riders they concern, at their own times', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(-2_000, inSeconds(-300))]);
    await platform.tellTrip(route, { tripId: 'waits', status: TripStatus.TRIP_STATUS_SCHEDULED });
    await platform.tellTrip(route, { tripId: 'rides', status: TripStatus.TRIP_STATUS_ACTIVE, version: 4 });
    await idle();
    const told = platform.recordMilestones();
    const batch = [point(-50, inSeconds(-200)), point(400, inSeconds(-180)), point(3_000, inSeconds(-100))];
    await update(one, route.driverId, batch);
    await update(two, route.driverId, batch);
    expect(told()).toEqual([
      ['location.station_reached', Milestone.MILESTONE_STATION_REACHED, ['waits'], batch[0]!.time],
      ['location.pickup_passed', Milestone.MILESTONE_PICKUP_PASSED, ['waits'], batch[1]!.time],
      ['location.dropoff_reached', Milestone.MILESTONE_DROPOFF_REACHED, ['rides'], batch[2]!.time],
    ]);
    expect((await locate(route))?.trips).toMatchObject([
      { tripId: 'rides', dropoffReachedTime: batch[2]!.time, pickupPassedTime: undefined },
      { tripId: 'waits', stationReachedTime: batch[0]!.time, pickupPassedTime: batch[1]!.time },
    ]);
  });
});

describe('a jump', () => {
  it('is taken once fixes that follow confirm it, over messages and replicas', async () => {
    const { driverId } = platform.newRoute();
    const send = async (client: LocationClient, meters: number, seconds: number) =>
      (await update(client, driverId, [point(meters, inSeconds(seconds))])).acceptedCount;
    expect(await send(one, 0, -60)).toBe(1);
    expect(await send(one, 20_000, -50)).toBe(0);
    expect(await send(two, 20_020, -45)).toBe(0);
    expect(await send(one, 20_040, -40)).toBe(1);
    expect(await send(two, 20_060, -35)).toBe(1);
  });
});
