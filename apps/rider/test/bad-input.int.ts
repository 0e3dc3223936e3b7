// Bad, foreign and out-of-order requests to every RPC: the right code, the field named, and nothing changed.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideStatus, WaitingReason, type Ride } from '@lastmile/contracts';
import { partyWish } from '@lastmile/party';
import { MAIN_ST, north } from './fixtures.js';
import { CLOSED_STATION, MATCHING, operator, Platform, rider, rideRequest, type RiderClient } from './platform.js';

let platform: Platform;
/** Has an open ride, and one that expired before. */
let caller: Caller;
let open: Ride;
let expired: Ride;
/** Has a profile and no ride. */
let idle: Caller;

beforeAll(async () => {
  platform = await Platform.start();
  [caller, idle] = [await platform.newRider(), await platform.newRider()];
  expired = await platform.newRide(caller);
  await platform.passLimit(expired);
  await platform.becomes(expired, RideStatus.RIDE_STATUS_EXPIRED);
  open = await platform.newRide(caller);
  await platform.settled();
});
afterAll(() => platform.stop());

type Method = Exclude<keyof RiderClient, 'stream' | 'close'>;

/** The refusal, after making sure that neither this service nor the ledger changed. */
async function refused(method: Method, request: object, as?: Caller): Promise<unknown> {
  const state = async () => [await platform.snapshot(), platform.ledger.closings.length];
  const before = await state();
  const call = platform.client[method] as (request: object, options: object) => Promise<unknown>;
  const error = await call({ ...request }, { caller: as }).then(
    () => ({ kind: 'accepted' }),
    (caught: unknown) => caught,
  );
  expect(await state()).toEqual(before);
  return error;
}

const NOWHERE = { rideId: '00000000-0000-4000-8000-000000000000' };
const page = {
  ...{ riderId: '', status: RideStatus.RIDE_STATUS_UNSPECIFIED, openOnly: false, stationId: '', text: '' },
  ...{ pageSize: 0, pageToken: '' },
};
const day = { fromTime: new Date('2026-09-23T04:00Z'), toTime: new Date('2026-09-24T04:00Z') };
const NO_SEAT = { rideId: randomUUID(), waitingReason: WaitingReason.WAITING_REASON_NO_SEAT, version: 1 };
const requests: Record<Method, object> = {
  registerRider: { requestId: 'r', name: 'Ana', wheelchair: false },
  getRider: { riderId: '' },
  requestRide: rideRequest(),
  quoteRide: rideRequest(),
  getRideStatus: NOWHERE,
  cancelRide: { requestId: 'r', ...NOWHERE },
  listRides: page,
  listWaitingRides: { stationId: '7:701' },
  recordWaitingReasons: { reasons: [NO_SEAT] },
  getRideStatistics: day,
};
const methods = Object.keys(requests) as Method[];
const commands = ['registerRider', 'requestRide', 'cancelRide'] as const;
const forServices: Method[] = ['listWaitingRides', 'recordWaitingReasons'];
const forOperators: Method[] = ['getRideStatistics'];

const to = (latitude: number, longitude: number) => ({ destination: { position: { latitude, longitude }, name: '' } });
const malformed: [Method, string, object][] = [
  ...commands.flatMap((method): [Method, string, object][] => [
    [method, 'requestId', { requestId: '' }],
    [method, 'requestId', { requestId: 'x'.repeat(129) }],
    [method, 'requestId', { requestId: 'two words' }],
  ]),
  ['listRides', 'stationId', { stationId: 'x'.repeat(251) }],
  ['listRides', 'createFromTime', { createFromTime: new Date('1999-01-01') }],
  ['listRides', 'text', { text: 'x'.repeat(81) }],
  ['getRideStatistics', 'fromTime', { fromTime: undefined }],
  ['getRideStatistics', 'toTime', { toTime: day.fromTime }],
  ['getRideStatistics', 'toTime', { toTime: new Date('2026-09-25T04:00:00.001Z') }],
  ['registerRider', 'name', { name: ' ' }],
  ['registerRider', 'name', { name: 'x'.repeat(81) }],
  ['registerRider', 'name', { name: 'a\u0000b' }],
  ['getRider', 'riderId', { riderId: "x' OR true" }],
  ['quoteRide', 'stationId', { stationId: '' }],
  ['quoteRide', 'destination', { destination: { position: north(40), name: 'next door' } }],
  ['quoteRide', 'party.people', { party: partyWish({ people: 7 }) }],
  ['requestRide', 'stationId', { stationId: '' }],
  ['requestRide', 'trainId', { trainId: '' }],
  ['requestRide', 'trainId', { trainId: 'x'.repeat(251) }],
  ['requestRide', 'serviceDate', { serviceDate: '' }],
  ['requestRide', 'serviceDate', { serviceDate: '23.9.2026' }],
  ['requestRide', 'destination', { destination: undefined }],
  ['requestRide', 'destination.position', { destination: { name: 'home' } }],
  ['requestRide', 'destination.position.latitude', to(90.1, 0)],
  ['requestRide', 'destination.position.longitude', to(0, Number.POSITIVE_INFINITY)],
  ['requestRide', 'destination.name', { destination: { position: north(2000), name: 'x'.repeat(201) } }],
  ['requestRide', 'destination', { destination: { position: north(40), name: 'next door' } }],
  ['requestRide', 'destination', to(MAIN_ST.latitude + 1, MAIN_ST.longitude)],
  ['requestRide', 'party.people', { party: partyWish({ people: -1 }) }],
  ['requestRide', 'party.people', { party: partyWish({ people: 7 }) }],
  ['requestRide', 'maxWaitSeconds', { maxWaitSeconds: 59 }],
  ['requestRide', 'maxWaitSeconds', { maxWaitSeconds: 3601 }],
  ['requestRide', 'pickupPointId', { pickupPointId: 'a\u0007b' }],
  ['getRideStatus', 'rideId', { rideId: '' }],
  ['cancelRide', 'rideId', { rideId: 'r1' }],
  ['listRides', 'riderId', { riderId: 'r' }],
  ['listRides', 'status', { status: RideStatus.UNRECOGNIZED }],
  ['listRides', 'pageSize', { pageSize: -1 }],
  ['listRides', 'pageToken', { pageToken: 'garbage' }],
  ['listRides', 'pageToken', { pageToken: Buffer.from('{"createTime":1}').toString('base64url') }],
  ['listWaitingRides', 'stationId', { stationId: '' }],
  ['listWaitingRides', 'readyBefore', { readyBefore: new Date('1999-01-01T00:00:00Z') }],
  ['recordWaitingReasons', 'reasons', { reasons: Array.from({ length: 1001 }, () => NO_SEAT) }],
  ['recordWaitingReasons', 'reasons.0.version', { reasons: [{ ...NO_SEAT, version: 0 }] }],
  ['recordWaitingReasons', 'reasons.0.rideId', { reasons: [{ ...NO_SEAT, rideId: 'r' }] }],
  [
    'recordWaitingReasons',
    'reasons.1.waitingReason',
    { reasons: [NO_SEAT, { ...NO_SEAT, waitingReason: WaitingReason.WAITING_REASON_UNSPECIFIED }] },
  ],
];

test.each(malformed)('%s %s %#', async (method, field, changes) => {
  const as = forServices.includes(method) ? MATCHING : forOperators.includes(method) ? operator() : idle;
  const error = await refused(method, { ...requests[method], ...changes }, as);
  expect(error).toMatchObject({ kind: 'invalid_argument', reason: 'INVALID_FIELD', metadata: { field } });
  expect((error as Error).message).toMatch(new RegExp(`^${field}: must `));
});

describe('somebody else', () => {
  test.each(methods.filter((method) => !forServices.includes(method)))('%s wants to know who calls', async (method) => {
    expect(await refused(method, requests[method])).toMatchObject({
      kind: 'unauthenticated',
      reason: 'CALLER_MISSING',
    });
  });

  test.each(commands)('%s is for a rider in person', async (method) => {
    for (const as of [{ ...rider(), roles: ['driver' as const] }, operator(), MATCHING]) {
      expect(await refused(method, requests[method], as)).toMatchObject({ kind: 'permission_denied' });
    }
  });

  test.each(forServices)('%s is for services', async (method) => {
    for (const as of [caller, operator(), undefined]) {
      expect(await refused(method, requests[method], as)).toMatchObject({ reason: 'CALLER_NOT_DECLARED' });
    }
  });

  test.each(forOperators)('%s is not for riders', async (method) => {
    expect(await refused(method, requests[method], caller)).toMatchObject({ kind: 'permission_denied' });
  });

  test('listRides is not for drivers', async () => {
    expect(await refused('listRides', page, { ...rider(), roles: ['driver'] })).toMatchObject({
      kind: 'permission_denied',
    });
  });

  test.each(['getRideStatus', 'cancelRide'] as const)('%s: a stranger’s ride does not exist', async (method) => {
    for (const { rideId } of [open, NOWHERE]) {
      expect(await refused(method, { requestId: randomUUID(), rideId }, idle)).toMatchObject({
        kind: 'not_found',
        reason: 'RIDE_NOT_FOUND',
      });
    }
  });

  test('listRides shows a rider nothing of another', async () => {
    const { rides } = await platform.client.listRides({ ...page, riderId: caller.userId }, { caller: idle });
    expect(rides).toEqual([]);
  });
});

describe('out of order', () => {
  test.each<[string, string, string, object]>([
    ['a station nobody knows', 'not_found', 'STATION_NOT_FOUND', { stationId: '7:999' }],
    ['a station that has left its feed', 'not_found', 'STATION_NOT_FOUND', { stationId: CLOSED_STATION }],
    ['a train nobody knows', 'not_found', 'ARRIVAL_NOT_FOUND', { trainId: 'T9' }],
    ['a train of another day', 'not_found', 'ARRIVAL_NOT_FOUND', { serviceDate: '2026-09-24' }],
    ['a kerb of another station', 'not_found', 'PICKUP_POINT_NOT_FOUND', { pickupPointId: 'elsewhere' }],
    ['a train too far ahead', 'failed_precondition', 'TRAIN_TOO_FAR_AHEAD', { trainId: 'in-four-hours' }],
    ['a train that is gone', 'failed_precondition', 'TRAIN_GONE', { trainId: 'an-hour-ago' }],
  ])('a ride from %s', async (_what, kind, reason, changes) => {
    expect(await refused('requestRide', rideRequest(changes), idle)).toMatchObject({ kind, reason });
  });

  test('a ride before there is a profile', async () => {
    expect(await refused('requestRide', rideRequest(), rider())).toMatchObject({
      kind: 'failed_precondition',
      reason: 'RIDER_NOT_REGISTERED',
    });
    expect(await refused('getRider', { riderId: '' }, rider())).toMatchObject({ reason: 'RIDER_NOT_FOUND' });
  });

  test('a second ride', async () => {
    expect(await refused('requestRide', rideRequest(), caller)).toMatchObject({
      reason: 'RIDE_ALREADY_OPEN',
      metadata: { ride_id: open.rideId },
    });
  });

  test('a cancellation of what is over', async () => {
    const { rideId } = expired;
    expect(await refused('cancelRide', { requestId: randomUUID(), rideId }, caller)).toMatchObject({
      kind: 'failed_precondition',
      reason: 'RIDE_ENDED',
      metadata: { status: 'expired' },
    });
  });
});
