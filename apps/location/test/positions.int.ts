import { randomUUID } from 'node:crypto';
import { PickupStatus, PointRejection, RouteStatus, type WatchLocationsResponse } from '@lastmile/contracts';
import { waitFor } from '@lastmile/testing';
import { PositionRepository } from '../src/fixes/position.repository.js';
import {
  AS_GATEWAY,
  AS_OPERATOR,
  FAR_STATION_ID,
  inSeconds,
  north,
  Platform,
  point,
  STATION_ID,
  update,
  type LocationClient,
} from './platform.js';

const UNKNOWN_MOTION = { speedMetersPerSecond: undefined, headingDegrees: undefined };

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

const locate = async (driverIds: string[]) =>
  (await one.getDriverLocations({ driverIds }, { caller: AS_GATEWAY })).locations;
const finish = <R extends { version: number }>(route: R) => ({
  ...route,
  status: RouteStatus.ROUTE_STATUS_FINISHED,
  version: route.version + 1,
});

describe('UpdateLocation', () => {
  it('keeps the newest fix and says what it did not take', async () => {
    const { driverId, routeId } = platform.newRoute();
    const newest = inSeconds(-1);
    const answer = await update(one, driverId, [
      point(900, inSeconds(-3)),
      point(800, newest, { speedMetersPerSecond: 8, headingDegrees: 180 }),
      point(700, inSeconds(-2)),
      point(0, inSeconds(90)),
      { accuracyMeters: 0 },
      point(650, inSeconds(-0.5), { accuracyMeters: 900 }),
      point(20_000, inSeconds(-0.4)),
      point(650, inSeconds(-0.3), { position: { latitude: 40.7596, longitude: 73.83 } }),
    ]);
    expect(answer).toEqual({
      acceptedCount: 2,
      rejected: [
        { index: 2, reason: PointRejection.POINT_REJECTION_STALE },
        { index: 3, reason: PointRejection.POINT_REJECTION_FUTURE },
        { index: 4, reason: PointRejection.POINT_REJECTION_MALFORMED },
        { index: 5, reason: PointRejection.POINT_REJECTION_INACCURATE },
        { index: 6, reason: PointRejection.POINT_REJECTION_IMPLAUSIBLE_JUMP },
        { index: 7, reason: PointRejection.POINT_REJECTION_WRONG_HEMISPHERE },
      ],
    });
    const kept = point(800, newest, { speedMetersPerSecond: 8, headingDegrees: 180 });
    expect(await locate([driverId])).toEqual([{ driverId, routeId, point: kept, trips: [], freeSeats: 4 }]);
  });

  it('numbers fixes over all messages of a stream and rejects those sent twice', async () => {
    const { driverId } = platform.newRoute();
    const fixes = [point(900, inSeconds(-3)), point(800, inSeconds(-2))];
    const call = one.stream.updateLocation({ caller: AS_GATEWAY });
    call.write({ driverId, points: fixes });
    call.write({ driverId, points: fixes });
    call.end();
    const { acceptedCount, rejected } = await call.response;
    expect([acceptedCount, rejected.map(({ index }) => index)]).toEqual([2, [2, 3]]);
  });

  it('lists a hundred rejections at most', async () => {
    const { driverId } = platform.newRoute();
    const { acceptedCount, rejected } = await update(one, driverId, Array(300).fill({ accuracyMeters: -1 }));
    expect([acceptedCount, rejected.length]).toEqual([0, 100]);
  });

  it('refuses a driver off duty and keeps nothing', async () => {
    const driverId = randomUUID();
    const refusal = { kind: 'failed_precondition', reason: 'OFF_DUTY' };
    await expect(update(one, driverId, [point(100)])).rejects.toMatchObject(refusal);
    expect(await platform.db.admin('SELECT FROM location.positions')).toEqual([]);
  });

  it('takes no fix from before the route started', async () => {
    const route = platform.newRoute();
    const before = point(100, new Date(+route.startTime! - 1));
    expect(await update(one, route.driverId, [before])).toMatchObject({ acceptedCount: 0 });
  });

  it.each([
    ['another driver', (id: string) => ({ userId: `not ${id}`, roles: ['driver' as const] })],
    ['a rider', (id: string) => ({ userId: id, roles: ['rider' as const] })],
    ['an operator', () => AS_OPERATOR],
  ])('is not for %s', async (_, callerOf) => {
    const { driverId } = platform.newRoute();
    const call = update(one, driverId, [point(100)], callerOf(driverId));
    await expect(call).rejects.toMatchObject({ kind: 'permission_denied' });
    expect(await locate([driverId])).toEqual([]);
  });

  it('keeps one position, the newest, when two devices race', async () => {
    const { driverId } = platform.newRoute();
    const times = Array.from({ length: 20 }, (_, i) => inSeconds(i - 30));
    await Promise.allSettled(times.map((time, i) => update(i % 2 ? one : two, driverId, [point(i, time)])));
    const [{ point: kept } = {}] = await locate([driverId]);
    expect(kept?.time).toEqual(times.at(-1));
  });
});

describe('a route that ends', () => {
  it('takes the position with it', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(5_000, inSeconds(-9)), point(50_000, inSeconds(-8))]);
    await platform.tellRoute('driver.route_finished', finish(route));
    await waitFor(async () => (await locate([route.driverId])).length === 0);
    const refusal = { reason: 'OFF_DUTY' };
    await expect(update(one, route.driverId, [point(4_000)])).rejects.toMatchObject(refusal);
    const kept = await platform.db.admin(
      `SELECT FROM location.positions UNION ALL SELECT FROM location.watch_stops
       UNION ALL SELECT FROM location.watches WHERE doubt IS NOT NULL`,
    );
    expect(kept).toEqual([]);
  });

  it('lets no fix slip in behind it that was being stored when it ended', async () => {
    const { driverId, routeId, ...route } = platform.newRoute();
    await platform.tellRoute('driver.route_started', { driverId, routeId, ...route });
    await waitFor(async () => (await platform.unfinished()) === 0);
    const positions = new PositionRepository(platform.db.database);
    const fix = { position: north(1), time: new Date(), accuracyMeters: 0, ...UNKNOWN_MOTION };
    const blocked = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    let storing: Promise<boolean> | undefined;
    await platform.db.database.transaction(async (tx) => {
      await tx.query('UPDATE watches SET on_duty = false WHERE driver_id = $1', [driverId]);
      await tx.query('DELETE FROM positions WHERE driver_id = $1', [driverId]);
      storing = positions.store({ driverId, routeId, fix, etas: [], freeSeats: 4 });
      await waitFor(async () => (await platform.db.admin(blocked)).length === 1, { what: 'the fix waits' });
    });
    expect(await storing).toBe(false);
    expect(await locate([driverId])).toEqual([]);
  });

  it('is not brought back by an event that comes late', async () => {
    const route = platform.newRoute();
    await platform.tellRoute('driver.route_finished', finish(route));
    await waitFor(async () => (await platform.unfinished()) === 0);
    await platform.tellRoute('driver.route_started', route);
    await waitFor(async () => (await platform.unfinished()) === 0);
    await expect(update(one, route.driverId, [point(100)])).rejects.toMatchObject({ reason: 'OFF_DUTY' });
  });

  it('does not end the next route of the same driver', async () => {
    const first = platform.newRoute();
    await update(one, first.driverId, [point(5_000, inSeconds(-5))]);
    const next = { ...platform.newRoute(), driverId: first.driverId, startTime: inSeconds(-4) };
    await platform.tellRoute('driver.route_started', next);
    await waitFor(async () => (await locate([first.driverId])).length === 0);
    await platform.tellRoute('driver.route_finished', finish(first));
    await waitFor(async () => (await platform.unfinished()) === 0);
    expect(await update(one, first.driverId, [point(100)])).toMatchObject({ acceptedCount: 1 });
    expect(await locate([first.driverId])).toEqual([expect.objectContaining({ routeId: next.routeId })]);
  });
});

describe('watching', () => {
  const watching = (addDriverIds: string[], removeDriverIds: string[] = []) => ({
    addDriverIds,
    removeDriverIds,
    addAreas: [],
    removeAreaIds: [],
  });
  const collect = (client: LocationClient) => {
    const call = client.stream.watchLocations({ caller: AS_GATEWAY });
    const seen: WatchLocationsResponse[] = [];
    call.on('data', (message: WatchLocationsResponse) => seen.push(message));
    call.on('error', () => undefined);
    const metersOf = () =>
      seen.map(({ location }) => Math.round((location!.point!.position!.latitude - north(0).latitude) * 111_195));
    return { call, seen, metersOf };
  };

  it('shows the present position first, then each change, whichever replica took it', async () => {
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(9_000, inSeconds(-9))]);
    const { call, metersOf } = collect(two);
    call.write(watching([driverId]));
    await waitFor(() => metersOf().length === 1);
    await update(one, driverId, [point(8_950, inSeconds(-8))]);
    await waitFor(() => metersOf().length === 2);
    await update(two, driverId, [point(8_900, inSeconds(-7))]);
    await waitFor(() => metersOf().length === 3);
    expect(metersOf()).toEqual([9_000, 8_950, 8_900]);
    call.cancel();
  });

  it('follows who is added and forgets who is removed', async () => {
    const [a, b] = [platform.newRoute(), platform.newRoute()];
    const { call, seen } = collect(two);
    call.write(watching([a.driverId]));
    await update(one, a.driverId, [point(9_000, inSeconds(-9))]);
    await waitFor(() => seen.length === 1);
    await update(one, b.driverId, [point(9_000, inSeconds(-9))]);
    call.write(watching([b.driverId], [a.driverId]));
    await waitFor(() => seen.length === 2);
    await update(one, a.driverId, [point(8_950, inSeconds(-8))]);
    await update(one, b.driverId, [point(8_950, inSeconds(-8))]);
    await waitFor(() => seen.length === 3);
    expect(seen.map(({ location }) => location?.driverId)).toEqual([a.driverId, b.driverId, b.driverId]);
    call.end();
  });

  it('goes on after the database connection broke, without a gap', async () => {
    const { driverId } = platform.newRoute();
    const { call, metersOf } = collect(two);
    call.write(watching([driverId]));
    await update(one, driverId, [point(9_000, inSeconds(-9))]);
    await waitFor(() => metersOf().length === 1);
    await platform.db.admin(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'lastmile-location-feed' AND datname = current_database()`,
    );
    await update(one, driverId, [point(8_950, inSeconds(-8))]);
    await waitFor(() => metersOf().at(-1) === 8_950);
    call.cancel();
  });

  it('streams to a subscriber', async () => {
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(9_000, inSeconds(-9))]);
    const call = two.stream.subscribeLocationUpdates({ driverIds: [driverId] }, { caller: AS_OPERATOR });
    call.on('error', () => undefined);
    const seen: unknown[] = [];
    call.on('data', (message: unknown) => seen.push(message));
    await waitFor(() => seen.length === 1);
    await update(one, driverId, [point(8_950, inSeconds(-8))]);
    await waitFor(() => seen.length === 2);
    call.cancel();
  });
});

describe('FindNearbyDrivers', () => {
  it('finds drivers in the circle, nearest first', async () => {
    const drivers = [3_000, 500, 1_500, 1_000].map((meters) => ({ meters, route: platform.newRoute() }));
    for (const { meters, route } of drivers) await update(one, route.driverId, [point(meters)]);
    const find = async (radiusMeters: number, limit: number) => {
      const found = await one.findNearbyDrivers({ position: north(0), radiusMeters, limit }, { caller: AS_OPERATOR });
      return found.drivers.map(({ distanceMeters }) => Math.round(distanceMeters));
    };
    expect(await find(0, 0)).toEqual([500, 1_000, 1_500]);
    expect(await find(3_500, 2)).toEqual([500, 1_000]);
    expect(await find(100, 0)).toEqual([]);
  });
});

describe('ListApproaches', () => {
  it('names who is near a station ahead, earliest first', async () => {
    const [near, nearest, far, past] = [0, 1, 2, 3].map(() => platform.newRoute([STATION_ID, FAR_STATION_ID]));
    await update(one, near!.driverId, [point(600)]);
    await update(one, nearest!.driverId, [point(300)]);
    await update(one, far!.driverId, [point(9_000)]);
    await update(one, past!.driverId, [point(10)]);
    const [stop, ...rest] = past!.stops;
    const departed = { ...stop!, pickupStatus: PickupStatus.PICKUP_STATUS_DEPARTED };
    await platform.tellRoute('driver.pickup_status_updated', { ...past!, stops: [departed, ...rest], version: 3 });
    const list = (stationId: string) => one.listApproaches({ stationId, driverId: '' }, { caller: AS_OPERATOR });
    await waitFor(async () => (await list('')).approaches.length === 2);
    const { approaches } = await list(STATION_ID);
    expect(approaches.map(({ driverId }) => driverId)).toEqual([nearest!.driverId, near!.driverId]);
    expect(approaches[0]).toMatchObject({ stationId: STATION_ID, routeId: nearest!.routeId, position: north(300) });
    expect(+approaches[0]!.etaTime!).toBeLessThan(+approaches[1]!.etaTime!);
    expect((await list(FAR_STATION_ID)).approaches).toEqual([]);
  });
});
