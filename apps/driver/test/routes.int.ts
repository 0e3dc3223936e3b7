// Profiles and routes from registration to the end, over real gRPC on a real Postgres.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { DriverStatus, PickupStatus, RouteEvent, RouteStatus, type Route } from '@lastmile/contracts';
import { driver, HOME, operator, Platform, STATIONS, VEHICLE } from './platform.js';

let platform: Platform;
let caller: Caller;
beforeAll(async () => void (platform = await Platform.start()));
beforeEach(async () => void (caller = await platform.newDriver()));
afterAll(() => platform.stop());

const on = ({ routeId }: Route) => ({ requestId: randomUUID(), routeId });

describe('a profile', () => {
  it('is made, replaced, and keeps its time', async () => {
    const before = (await platform.client.getDriver({ driverId: '' }, { caller })).driver!;
    expect(before).toMatchObject({ driverId: caller.userId, name: 'Dora', vehicle: VEHICLE });
    const vehicle = { plate: 'N 9', description: '', seats: 2, wheelchairPlaces: 0 };
    const { driver: after } = await platform.client.registerDriver(
      { requestId: randomUUID(), name: ' Dora K. ', vehicle },
      { caller },
    );
    expect(after).toEqual({ ...before, name: 'Dora K.', vehicle, version: 2 });
    expect((await platform.client.getDriver({ driverId: '' }, { caller })).driver).toEqual(after);
  });

  it('is seen by its driver and operators', async () => {
    const request = { driverId: caller.userId };
    for (const viewer of [caller, operator()]) {
      expect((await platform.client.getDriver(request, { caller: viewer })).driver?.driverId).toBe(caller.userId);
    }
    await expect(platform.client.getDriver(request, { caller: driver() })).rejects.toMatchObject({
      kind: 'not_found',
      reason: 'DRIVER_NOT_FOUND',
    });
  });

  it('cannot change while riders look for the car', async () => {
    const route = await platform.startedRoute(caller);
    const change = { requestId: randomUUID(), name: 'Dora', vehicle: { ...VEHICLE, plate: 'N 9' } };
    await expect(platform.client.registerDriver(change, { caller })).rejects.toMatchObject({ reason: 'ROUTE_STARTED' });
    await platform.client.finishRoute({ ...on(route), cancelScheduled: false }, { caller });
    expect((await platform.client.registerDriver(change, { caller })).driver?.vehicle?.plate).toBe('N 9');
  });
});

describe('a route', () => {
  it('takes names and places from the stations, and seats from the car', async () => {
    const route = await platform.newRoute(caller);
    expect(route).toMatchObject({
      driverId: caller.userId,
      status: RouteStatus.ROUTE_STATUS_REGISTERED,
      destination: HOME,
      seats: 4,
      wheelchairPlaces: 1,
      detourBudgetSeconds: 600,
      autoAccept: false,
      version: 1,
    });
    expect(route.stops).toEqual(
      STATIONS.slice(0, 2).map((stationId, n) => ({
        stationId,
        name: `at ${stationId}`,
        position: { latitude: 40.7596, longitude: -73.83 + n / 100 },
        pickupStatus: PickupStatus.PICKUP_STATUS_AHEAD,
      })),
    );
    expect(await platform.told(route.routeId)).toEqual([]);
    expect((await platform.client.getRoute(route, { caller })).route).toEqual(route);
  });

  it('opens in the ledger when it starts, and tells the world', async () => {
    const { routeId } = await platform.newRoute(caller, { seats: 3, autoAccept: true });
    const { route } = await platform.client.startRoute({ requestId: randomUUID(), routeId }, { caller });
    expect(route).toMatchObject({ status: RouteStatus.ROUTE_STATUS_STARTED, version: 2 });
    expect(route?.startTime).toBeInstanceOf(Date);
    expect(platform.ledger.offers.get(routeId)).toEqual({
      routeId,
      driverId: caller.userId,
      driverName: 'Dora',
      vehiclePlate: VEHICLE.plate,
      vehicleDescription: VEHICLE.description,
      seats: 3,
      wheelchairPlaces: 1,
      autoAccept: true,
      routeVersion: 2,
    });
    const told = await platform.told(routeId);
    expect(told.map(({ type, version }) => [type, version])).toEqual([['driver.route_started', 2]]);
    expect(RouteEvent.fromJSON(told[0]!.data).route).toEqual(route);
  });

  it('changes at the ledger’s word while on the way', async () => {
    const route = await platform.startedRoute(caller);
    platform.ledger.seat(route.routeId, 3);
    const refused = platform.client.updateRoute({ ...on(route), seats: 2 }, { caller });
    await expect(refused).rejects.toMatchObject({ kind: 'failed_precondition', reason: 'SEATS_IN_USE' });
    expect((await platform.client.getRoute(route, { caller })).route).toEqual(route);

    const change = { seats: 3, detourBudgetSeconds: 0, autoAccept: true };
    const { route: changed } = await platform.client.updateRoute({ ...on(route), ...change }, { caller });
    expect(changed).toEqual({ ...route, ...change, version: 3 });
    expect(platform.ledger.loads.get(route.routeId)).toMatchObject({ seats: 3 });
    expect(platform.ledger.offers.get(route.routeId)).toMatchObject({ autoAccept: true });
    expect((await platform.told(route.routeId)).at(-1)).toMatchObject({ type: 'driver.route_updated', version: 3 });
  });

  it('changes without the ledger before it starts', async () => {
    const route = await platform.newRoute(caller);
    platform.ledger.calls.length = 0;
    await platform.client.updateRoute({ ...on(route), seats: 1 }, { caller });
    expect(platform.ledger.calls).toEqual([]);
    await expect(platform.client.updateRoute({ ...on(route), seats: 5 }, { caller })).rejects.toMatchObject({
      reason: 'TOO_MANY_SEATS',
      metadata: { seats: '4', wheelchair_places: '1' },
    });
  });

  it('does not start with more seats than a smaller car has', async () => {
    const route = await platform.newRoute(caller);
    const vehicle = { ...VEHICLE, seats: 2 };
    await platform.client.registerDriver({ requestId: randomUUID(), name: 'Dora', vehicle }, { caller });
    await expect(platform.client.startRoute(on(route), { caller })).rejects.toMatchObject({ reason: 'TOO_MANY_SEATS' });
    expect(platform.ledger.loads.has(route.routeId)).toBe(false);
    await platform.client.updateRoute({ ...on(route), seats: 2 }, { caller });
    expect((await platform.client.startRoute(on(route), { caller })).route?.seats).toBe(2);
  });

  it('passes its stations one by one', async () => {
    const route = await platform.startedRoute(caller);
    const [first, second] = route.stops;
    const say = (stationId: string, pickupStatus: PickupStatus) =>
      platform.client.updatePickupStatus({ ...on(route), stationId, pickupStatus }, { caller });
    await say(first!.stationId, PickupStatus.PICKUP_STATUS_ARRIVED);
    await say(first!.stationId, PickupStatus.PICKUP_STATUS_DEPARTED);
    const { route: after } = await say(second!.stationId, PickupStatus.PICKUP_STATUS_SKIPPED);
    expect(after).toMatchObject({ version: 5 });
    expect(after?.stops.map(({ pickupStatus }) => pickupStatus)).toEqual([
      PickupStatus.PICKUP_STATUS_DEPARTED,
      PickupStatus.PICKUP_STATUS_SKIPPED,
    ]);
    await expect(say(first!.stationId, PickupStatus.PICKUP_STATUS_ARRIVED)).rejects.toMatchObject({
      reason: 'PICKUP_STATUS_ORDER',
    });
    const types = (await platform.told(route.routeId)).map(({ type }) => type);
    expect(types).toEqual(['driver.route_started', ...Array<string>(3).fill('driver.pickup_status_updated')]);
  });

  it('ends at the ledger’s word, and ends once', async () => {
    const route = await platform.startedRoute(caller);
    platform.ledger.seat(route.routeId, 1);
    await expect(
      platform.client.finishRoute({ ...on(route), cancelScheduled: false }, { caller }),
    ).rejects.toMatchObject({
      kind: 'failed_precondition',
      reason: 'ROUTE_HAS_RIDERS',
    });
    const { route: finished } = await platform.client.finishRoute({ ...on(route), cancelScheduled: true }, { caller });
    expect(finished).toMatchObject({ status: RouteStatus.ROUTE_STATUS_FINISHED, version: 3 });
    expect(platform.ledger.loads.get(route.routeId)?.open).toBe(false);
    const again = await platform.client.finishRoute({ ...on(route), cancelScheduled: false }, { caller });
    expect(again.route).toEqual(finished);
    const types = (await platform.told(route.routeId)).map(({ type }) => type);
    expect(types).toEqual(['driver.route_started', 'driver.route_finished']);
    await expect(platform.client.startRoute(on(route), { caller })).rejects.toMatchObject({ reason: 'ROUTE_FINISHED' });
  });

  it('ends also when it never started', async () => {
    const route = await platform.newRoute(caller);
    const { route: finished } = await platform.client.finishRoute({ ...on(route), cancelScheduled: false }, { caller });
    expect(finished).toMatchObject({ status: RouteStatus.ROUTE_STATUS_FINISHED, startTime: undefined });
  });

  it('excludes another one of its driver', async () => {
    const first = await platform.startedRoute(caller);
    const second = await platform.newRoute(caller);
    await expect(platform.client.startRoute(on(second), { caller })).rejects.toMatchObject({
      kind: 'failed_precondition',
      reason: 'ROUTE_ALREADY_STARTED',
    });
    expect(platform.ledger.loads.has(second.routeId)).toBe(false);
    await platform.client.finishRoute({ ...on(first), cancelScheduled: false }, { caller });
    expect((await platform.client.startRoute(on(second), { caller })).route?.status).toBe(
      RouteStatus.ROUTE_STATUS_STARTED,
    );
  });
});

const anybody = { status: DriverStatus.DRIVER_STATUS_UNSPECIFIED, nameContains: '', pageSize: 0, pageToken: '' };

describe('looking at many', () => {
  it('lists a driver’s own routes, newest first, page by page', async () => {
    const routes: Route[] = [];
    for (let n = 0; n < 5; n++) routes.unshift(await platform.newRoute(caller));
    await platform.client.startRoute(on(routes[1]!), { caller });
    const ask = { driverId: randomUUID(), status: RouteStatus.ROUTE_STATUS_UNSPECIFIED, pageSize: 2, pageToken: '' };
    const seen: string[] = [];
    do {
      const page = await platform.client.listRoutes(ask, { caller });
      seen.push(...page.routes.map(({ routeId }) => routeId));
      ask.pageToken = page.nextPageToken;
    } while (ask.pageToken);
    expect(seen).toEqual(routes.map(({ routeId }) => routeId));

    const byOperator = { ...ask, driverId: caller.userId, status: RouteStatus.ROUTE_STATUS_STARTED };
    const { routes: started } = await platform.client.listRoutes(byOperator, { caller: operator() });
    expect(started.map(({ routeId }) => routeId)).toEqual([routes[1]!.routeId]);
  });

  it('lists all drivers for operators', async () => {
    const newest = await platform.newDriver();
    const { drivers, nextPageToken } = await platform.client.listDrivers(
      { ...anybody, pageSize: 1 },
      { caller: operator() },
    );
    expect(drivers.map(({ driverId }) => driverId)).toEqual([newest.userId]);
    const ask = { ...anybody, pageSize: 1, pageToken: nextPageToken };
    const next = await platform.client.listDrivers(ask, { caller: operator() });
    expect(next.drivers.map(({ driverId }) => driverId)).toEqual([caller.userId]);
  });

  it('finds drivers by a part of their name or plate', async () => {
    const { userId } = await platform.newDriver();
    const plate = `Q ${userId.slice(0, 6)}`;
    await platform.db.admin('UPDATE driver.drivers SET name = $2, plate = $3 WHERE driver_id = $1', [
      ...[userId, `Zoë ${userId.slice(-6)}`, plate],
    ]);
    for (const nameContains of [plate.toLowerCase(), `zoË ${userId.slice(-6)}`]) {
      const ask = { ...anybody, nameContains };
      const { drivers } = await platform.client.listDrivers(ask, { caller: operator() });
      expect(drivers.map(({ driverId }) => driverId)).toEqual([userId]);
    }
  });

  it('counts the routes that started in a day, and their seats', async () => {
    const [within, before, after] = [
      await platform.startedRoute(caller),
      await platform.startedRoute(await platform.newDriver()),
      await platform.startedRoute(await platform.newDriver()),
    ];
    const day = { fromTime: new Date('2026-09-23T04:00Z'), toTime: new Date('2026-09-24T04:00Z') };
    const startedAt = (route: Route, time: Date) =>
      platform.db.admin('UPDATE driver.routes SET start_time = $2 WHERE route_id = $1', [route.routeId, time]);
    await startedAt(within, day.fromTime);
    await startedAt(before, new Date(day.fromTime.getTime() - 1));
    await startedAt(after, day.toTime);
    const counted = await platform.client.getRouteStatistics(day, { caller: operator() });
    expect(counted).toEqual({ startedCount: 1, seatsOffered: within.seats });
  });

  it('gets routes by id and started ones by driver, each once, for services', async () => {
    const [started, registered] = [await platform.startedRoute(caller), await platform.newRoute(caller)];
    const other = await platform.startedRoute(await platform.newDriver());
    const { routes } = await platform.client.batchGetRoutes(
      {
        routeIds: [registered.routeId, started.routeId, randomUUID()],
        startedDriverIds: [caller.userId, other.driverId],
      },
      { caller: asService('matching') },
    );
    const ids = [started, registered, other].map(({ routeId }) => routeId).sort();
    expect(routes.map(({ routeId }) => routeId)).toEqual(ids);
  });
});
