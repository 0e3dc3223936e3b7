// Bad, foreign and out-of-order requests to every RPC: the right code, the field named, and nothing changed.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { DriverStatus, PickupStatus, RouteStatus, type Route } from '@lastmile/contracts';
import { CLOSED_STATION, driver, HOME, operator, Platform, routeRequest, STATIONS, VEHICLE } from './platform.js';
import type { DriverClient } from './platform.js';

let platform: Platform;
let caller: Caller;
let registered: Route;
let started: Route;
let finished: Route;

beforeAll(async () => {
  platform = await Platform.start();
  caller = await platform.newDriver();
  finished = await platform.startedRoute(caller);
  await platform.client.finishRoute({ ...on(finished), cancelScheduled: false }, { caller });
  started = await platform.startedRoute(caller);
  registered = await platform.newRoute(caller);
});
afterAll(() => platform.stop());

const on = ({ routeId }: { routeId: string }) => ({ requestId: randomUUID(), routeId });
type Method = Exclude<keyof DriverClient, 'stream' | 'close'>;

/** The refusal, after making sure that neither this service nor the ledger changed. */
async function refused(method: Method, request: object, as?: Caller): Promise<unknown> {
  const state = async () => [await platform.snapshot(), [...platform.ledger.loads.values()]];
  const before = await state();
  const call = platform.client[method] as (request: object, options: object) => Promise<unknown>;
  const error = await call({ ...request }, { caller: as }).then(
    () => ({ kind: 'accepted' }),
    (caught: unknown) => caught,
  );
  expect(await state()).toEqual(before);
  return error;
}

const NOWHERE = { routeId: '00000000-0000-4000-8000-000000000000' };
const registerDriver = { requestId: 'r', name: 'Dora', vehicle: VEHICLE };
const page = {
  driverId: '',
  status: RouteStatus.ROUTE_STATUS_UNSPECIFIED,
  nameContains: '',
  pageSize: 0,
  pageToken: '',
};
const { DRIVER_STATUS_APPROVED, DRIVER_STATUS_SUSPENDED } = DriverStatus;
const day = { fromTime: new Date('2026-09-23T04:00Z'), toTime: new Date('2026-09-24T04:00Z') };
const pickup = { stationId: STATIONS[0]!, pickupStatus: PickupStatus.PICKUP_STATUS_ARRIVED };
/** Whole requests; the parts that do not belong to a method do not travel. */
const requests: Record<Method, object> = {
  registerDriver,
  getDriver: { driverId: '' },
  listDrivers: { ...page, status: DriverStatus.DRIVER_STATUS_UNSPECIFIED },
  reviewDriver: { requestId: 'r', driverId: randomUUID(), status: DRIVER_STATUS_APPROVED, reason: '' },
  registerRoute: routeRequest(),
  startRoute: { requestId: 'r', ...NOWHERE },
  updateRoute: { requestId: 'r', ...NOWHERE, seats: 1 },
  finishRoute: { requestId: 'r', ...NOWHERE, cancelScheduled: false },
  updatePickupStatus: { requestId: 'r', ...NOWHERE, ...pickup },
  getRoute: NOWHERE,
  batchGetRoutes: { routeIds: [], startedDriverIds: [] },
  listRoutes: page,
  getRouteStatistics: day,
};
const methods = Object.keys(requests) as Method[];
const onRoute = ['startRoute', 'updateRoute', 'finishRoute', 'updatePickupStatus'] as const;
const commands = ['registerDriver', 'registerRoute', ...onRoute] as const;
const forOperators: Method[] = ['listDrivers', 'reviewDriver', 'getRouteStatistics'];
const forServices: Method[] = ['batchGetRoutes'];
const MATCHING = asService('matching');

const at = (latitude: number, longitude: number) => ({ position: { latitude, longitude }, name: '' });
const ids = (n: number) => Array.from({ length: n }, () => randomUUID());
const malformed: [Method, string, object][] = [
  ...commands.flatMap((method): [Method, string, object][] => [
    [method, 'requestId', { requestId: '' }],
    [method, 'requestId', { requestId: 'x'.repeat(129) }],
    [method, 'requestId', { requestId: 'two words' }],
  ]),
  ...onRoute.map((method): [Method, string, object] => [method, 'routeId', { routeId: 'r1' }]),
  ['listDrivers', 'status', { status: DriverStatus.UNRECOGNIZED }],
  ['reviewDriver', 'requestId', { requestId: '' }],
  ['reviewDriver', 'driverId', { driverId: 'd' }],
  ['reviewDriver', 'status', { status: DriverStatus.DRIVER_STATUS_UNSPECIFIED }],
  ['reviewDriver', 'status', { status: DriverStatus.DRIVER_STATUS_PENDING }],
  ['reviewDriver', 'reason', { status: DRIVER_STATUS_SUSPENDED }],
  ['reviewDriver', 'reason', { status: DRIVER_STATUS_SUSPENDED, reason: 'x'.repeat(201) }],
  ['reviewDriver', 'reason', { reason: 'because' }],
  ['listDrivers', 'nameContains', { nameContains: 'x'.repeat(81) }],
  ['getRouteStatistics', 'fromTime', { fromTime: undefined }],
  ['getRouteStatistics', 'toTime', { toTime: day.fromTime }],
  ['getRouteStatistics', 'toTime', { toTime: new Date('2026-09-25T04:00:00.001Z') }],
  ['registerDriver', 'name', { name: '' }],
  ['registerDriver', 'name', { name: ' \t ' }],
  ['registerDriver', 'name', { name: 'x'.repeat(81) }],
  ['registerDriver', 'name', { name: 'a\u0000b' }],
  ['registerDriver', 'vehicle', { vehicle: undefined }],
  ['registerDriver', 'vehicle.plate', { vehicle: { ...VEHICLE, plate: 'x' } }],
  ['registerDriver', 'vehicle.plate', { vehicle: { ...VEHICLE, plate: 'x'.repeat(17) } }],
  ['registerDriver', 'vehicle.description', { vehicle: { ...VEHICLE, description: 'x'.repeat(81) } }],
  ['registerDriver', 'vehicle.seats', { vehicle: { ...VEHICLE, seats: 0 } }],
  ['registerDriver', 'vehicle.seats', { vehicle: { ...VEHICLE, seats: 9 } }],
  ['registerDriver', 'vehicle.wheelchairPlaces', { vehicle: { ...VEHICLE, wheelchairPlaces: -1 } }],
  ['registerDriver', 'vehicle.wheelchairPlaces', { vehicle: { ...VEHICLE, wheelchairPlaces: 3 } }],
  ['registerDriver', 'vehicle.wheelchairPlaces', { vehicle: { ...VEHICLE, seats: 1, wheelchairPlaces: 2 } }],
  ['registerRoute', 'stationIds', { stationIds: [] }],
  ['registerRoute', 'stationIds', { stationIds: STATIONS }],
  ['registerRoute', 'stationIds', { stationIds: [STATIONS[0], STATIONS[0]] }],
  ['registerRoute', 'stationIds.0', { stationIds: [''] }],
  ['registerRoute', 'destination', { destination: undefined }],
  ['registerRoute', 'destination.position', { destination: { name: 'home' } }],
  ['registerRoute', 'destination.position.latitude', { destination: at(91, 0) }],
  ['registerRoute', 'destination.position.longitude', { destination: at(0, Number.NaN) }],
  ['registerRoute', 'destination.name', { destination: { ...HOME, name: 'x'.repeat(201) } }],
  ['registerRoute', 'seats', { seats: -1 }],
  ['registerRoute', 'seats', { seats: 9 }],
  ['registerRoute', 'wheelchairPlaces', { wheelchairPlaces: 3 }],
  ['registerRoute', 'detourBudgetSeconds', { detourBudgetSeconds: -1 }],
  ['registerRoute', 'detourBudgetSeconds', { detourBudgetSeconds: 3601 }],
  ['updateRoute', 'seats', { seats: 0 }],
  ['updateRoute', 'seats', { seats: 9 }],
  ['updateRoute', 'detourBudgetSeconds', { detourBudgetSeconds: 2_147_483_647 }],
  ['updatePickupStatus', 'stationId', { stationId: '' }],
  ['updatePickupStatus', 'pickupStatus', { pickupStatus: PickupStatus.PICKUP_STATUS_UNSPECIFIED }],
  ['updatePickupStatus', 'pickupStatus', { pickupStatus: PickupStatus.UNRECOGNIZED }],
  ['getDriver', 'driverId', { driverId: "x' OR true" }],
  ['getRoute', 'routeId', { routeId: '' }],
  ['listRoutes', 'driverId', { driverId: 'd' }],
  ['listRoutes', 'status', { status: RouteStatus.UNRECOGNIZED }],
  ['listRoutes', 'pageSize', { pageSize: -1 }],
  ['listRoutes', 'pageToken', { pageToken: 'garbage' }],
  ['batchGetRoutes', 'routeIds.0', { routeIds: ['x'] }],
  ['batchGetRoutes', 'startedDriverIds.0', { startedDriverIds: ['x'] }],
  ['batchGetRoutes', 'routeIds', { routeIds: ids(251), startedDriverIds: ids(250) }],
  ['listDrivers', 'pageSize', { pageSize: -1 }],
  ['listDrivers', 'pageToken', { pageToken: Buffer.from('{"createTime":1}').toString('base64url') }],
];

test.each(malformed)('%s %s %#', async (method, field, changes) => {
  const as = forServices.includes(method) ? MATCHING : forOperators.includes(method) ? operator() : caller;
  const error = await refused(method, { ...requests[method], ...changes }, as);
  expect(error).toMatchObject({ kind: 'invalid_argument', reason: 'INVALID_FIELD', metadata: { field } });
  expect((error as Error).message).toMatch(new RegExp(`^${field}: must `));
});

describe('somebody else', () => {
  test.each(forServices)('%s is for services', async (method) => {
    for (const as of [caller, operator(), undefined]) {
      expect(await refused(method, requests[method], as)).toMatchObject({ reason: 'CALLER_NOT_DECLARED' });
    }
  });

  test.each(methods.filter((method) => !forServices.includes(method)))('%s wants to know who calls', async (method) => {
    expect(await refused(method, requests[method])).toMatchObject({
      kind: 'unauthenticated',
      reason: 'CALLER_MISSING',
    });
  });

  test.each(commands)('%s is for a driver in person', async (method) => {
    for (const as of [{ ...driver(), roles: ['rider' as const] }, operator(), asService('gateway')]) {
      expect(await refused(method, requests[method], as)).toMatchObject({ kind: 'permission_denied' });
    }
  });

  test.each(forOperators)('%s is not for drivers', async (method) => {
    expect(await refused(method, requests[method], caller)).toMatchObject({ kind: 'permission_denied' });
  });

  test('listRoutes is not for riders', async () => {
    expect(await refused('listRoutes', page, { ...driver(), roles: ['rider'] })).toMatchObject({
      kind: 'permission_denied',
    });
  });

  test.each([...onRoute, 'getRoute'] as const)('%s: a stranger’s route does not exist', async (method) => {
    const stranger = await platform.newDriver();
    for (const route of [started, NOWHERE]) {
      const error = await refused(method, { ...requests[method], ...on(route) }, stranger);
      expect(error).toMatchObject({ kind: 'not_found', reason: 'ROUTE_NOT_FOUND' });
    }
  });

  test('listRoutes shows a driver nothing of another', async () => {
    const stranger = await platform.newDriver();
    const asked = { ...page, driverId: caller.userId };
    expect((await platform.client.listRoutes(asked, { caller: stranger })).routes).toEqual([]);
  });
});

describe('out of order', () => {
  // Written down as an operator's refused try, so something does change.
  test('reviewing nobody', async () => {
    const asked = { requestId: 'r', driverId: randomUUID(), status: DRIVER_STATUS_APPROVED, reason: '' };
    const reviewed = platform.client.reviewDriver(asked, { caller: operator() });
    await expect(reviewed).rejects.toMatchObject({ kind: 'not_found', reason: 'DRIVER_NOT_FOUND' });
  });

  test.each(['registerRoute', ...onRoute] as const)('%s before there is a profile', async (method) => {
    expect(await refused(method, requests[method], driver())).toMatchObject({
      kind: 'failed_precondition',
      reason: 'DRIVER_NOT_REGISTERED',
    });
    expect(await refused('getDriver', { driverId: '' }, driver())).toMatchObject({ reason: 'DRIVER_NOT_FOUND' });
  });

  test.each(['7:999', CLOSED_STATION])('a route past station %s', async (stationId) => {
    const request = routeRequest({ stationIds: [STATIONS[0]!, stationId] });
    expect(await refused('registerRoute', request, caller)).toMatchObject({
      kind: 'not_found',
      reason: 'STATION_NOT_FOUND',
    });
  });

  test.each([{ seats: 5 }, { wheelchairPlaces: 2 }])('a route offering more than the car has: %j', async (offer) => {
    expect(await refused('registerRoute', routeRequest(offer), caller)).toMatchObject({
      kind: 'failed_precondition',
      reason: 'TOO_MANY_SEATS',
    });
  });

  test.each<[string, () => Route, Method, object, string]>([
    ['starting a second route', () => registered, 'startRoute', {}, 'ROUTE_ALREADY_STARTED'],
    ['starting a finished route', () => finished, 'startRoute', {}, 'ROUTE_FINISHED'],
    ['changing a finished route', () => finished, 'updateRoute', { seats: 1 }, 'ROUTE_FINISHED'],
    ['passing a station after the end', () => finished, 'updatePickupStatus', pickup, 'ROUTE_FINISHED'],
    ['passing a station before the start', () => registered, 'updatePickupStatus', pickup, 'ROUTE_NOT_STARTED'],
    [
      'passing a station elsewhere',
      () => started,
      'updatePickupStatus',
      { ...pickup, stationId: '7:999' },
      'STATION_NOT_ON_ROUTE',
    ],
  ])('%s', async (_what, route, method, request, reason) => {
    const error = await refused(method, { ...requests[method], ...request, ...on(route()) }, caller);
    expect(error).toMatchObject({ kind: 'failed_precondition', reason });
  });
});
