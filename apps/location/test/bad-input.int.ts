import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Caller } from '@lastmile/auth';
import type { CallOptions } from '@lastmile/grpc';
import { toDomainError } from '@lastmile/grpc';
import { AS_OPERATOR, asDriver, north, Platform, point, STATION_ID, update, type LocationClient } from './platform.js';

let platform: Platform;
let client: LocationClient;

beforeAll(async () => {
  platform = await Platform.start();
  client = await platform.addReplica();
});
afterAll(() => platform.stop());

type Call = (options: CallOptions) => Promise<unknown>;
const failure = async (stream: NodeJS.EventEmitter & { resume(): unknown }): Promise<never> => {
  stream.resume();
  const [error] = (await once(stream, 'error')) as [unknown];
  throw toDomainError(error);
};
const subscribe =
  (driverIds: string[]): Call =>
  (options) =>
    failure(client.stream.subscribeLocationUpdates({ driverIds }, options));
const duty =
  (addDriverIds: string[], removeDriverIds: string[] = []): Call =>
  (options) => {
    const call = client.stream.watchLocations(options);
    call.write({ addDriverIds, removeDriverIds, addAreas: [], removeAreaIds: [] });
    return failure(call);
  };
const send =
  (driverId: string, count: number): Call =>
  (options) => {
    const call = client.stream.updateLocation(options);
    call.on('error', () => undefined);
    call.write({ driverId, points: Array(count).fill(point(1)) });
    call.end();
    return call.response;
  };
const get =
  (driverIds: string[]): Call =>
  (options) =>
    client.getDriverLocations({ driverIds }, options);
const near =
  (change: object): Call =>
  (options) =>
    client.findNearbyDrivers({ position: north(0), radiusMeters: 1, limit: 1, ...change }, options);
const list =
  (stationId: string, driverId = ''): Call =>
  (options) =>
    client.listApproaches({ stationId, driverId }, options);
const match =
  (driverId: string, stationId: string): Call =>
  (options) =>
    client.matchApproach({ driverId, stationId }, options);

const long = 'x'.repeat(251);
const crowd = Array.from({ length: 501 }, (_, i) => `d${i}`);
const me = randomUUID();

it.each<[string, Call, string, Caller?]>([
  ['UpdateLocation with a broken id', send('a b', 1), 'driverId', asDriver(me)],
  ['UpdateLocation with too many fixes', send(me, 501), 'points', asDriver(me)],
  ['SubscribeLocationUpdates of nobody', subscribe([]), 'driverIds'],
  ['SubscribeLocationUpdates of a crowd', subscribe(crowd), 'driverIds'],
  ['SubscribeLocationUpdates with a broken id', subscribe(['a b']), 'driverIds.0'],
  ['WatchLocations of a crowd', duty(crowd), 'addDriverIds'],
  ['WatchLocations with an empty id', duty(['']), 'addDriverIds.0'],
  ['WatchLocations without a broken id', duty([], ['\u0000']), 'removeDriverIds.0'],
  ['GetDriverLocations of a crowd', get(crowd), 'driverIds'],
  ['GetDriverLocations with a long id', get([long]), 'driverIds.0'],
  ['FindNearbyDrivers without a place', near({ position: undefined }), 'position'],
  ['FindNearbyDrivers beyond the pole', near({ position: { latitude: 91, longitude: 0 } }), 'position.latitude'],
  ['FindNearbyDrivers around NaN', near({ position: { latitude: 0, longitude: NaN } }), 'position.longitude'],
  ['FindNearbyDrivers in a negative radius', near({ radiusMeters: -1 }), 'radiusMeters'],
  ['FindNearbyDrivers in a vast radius', near({ radiusMeters: 20_001 }), 'radiusMeters'],
  ['FindNearbyDrivers with a vast limit', near({ limit: 101 }), 'limit'],
  ['FindNearbyDrivers with a negative limit', near({ limit: -1 }), 'limit'],
  ['ListApproaches of a long id', list(long), 'stationId'],
  ['ListApproaches of a long driver', list('', long), 'driverId'],
  ['MatchApproach of nobody', match('', STATION_ID), 'driverId'],
  ['MatchApproach nowhere', match(me, ''), 'stationId'],
])('%s is refused', async (_, call, field, caller = AS_OPERATOR) => {
  const refusal = { kind: 'invalid_argument', reason: 'INVALID_FIELD', metadata: { field } };
  await expect(call({ caller })).rejects.toMatchObject(refusal);
});

it.each<[string, Call, Caller]>([
  ['a rider subscribes', subscribe([me]), { userId: me, roles: ['rider'] }],
  ['a driver subscribes to another', subscribe([me, 'other']), asDriver(me)],
  ['a driver watches another', duty(['other']), asDriver(me)],
  ['a driver asks for another', get(['other']), asDriver(me)],
  ['a driver asks for all', get([]), asDriver(me)],
  ['a rider asks who is near', near({}), { userId: me, roles: ['rider'] }],
  ['a driver asks who approaches', list(''), asDriver(me)],
  ['a driver asks where another goes', list('', 'other'), asDriver(me)],
  ['a rider asks where a driver goes', list('', me), { userId: me, roles: ['rider'] }],
  ['a driver matches itself', match(me, STATION_ID), asDriver(me)],
])('%s: not allowed', async (_, call, caller) => {
  await expect(call({ caller })).rejects.toMatchObject({ kind: 'permission_denied' });
});

it('asks everybody for a name', async () => {
  const calls = [send(me, 1), subscribe([me]), duty([me]), get([me]), near({}), list(''), match(me, STATION_ID)];
  for (const call of calls) await expect(call({})).rejects.toMatchObject({ kind: 'unauthenticated' });
});

it('shows drivers their own position', async () => {
  const { driverId } = platform.newRoute();
  await update(client, driverId, [point(1)]);
  const { locations } = await client.getDriverLocations({ driverIds: [driverId] }, { caller: asDriver(driverId) });
  expect(locations).toHaveLength(1);
});
