// Bad, foreign and out-of-order requests to every RPC: the right code, a readable reason, and nothing changed.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { RideCloseCause, TripStatus, type CommitMatchRequest, type PlannedTrip, type Trip } from '@lastmile/contracts';
import { ALONE } from '@lastmile/party';
import { aRoute, testDatabase, type TestDatabase } from '@lastmile/testing';
import { snapshot } from './audit.js';
import { after } from './fixtures.js';
import { commitRequest, driver, operator, rider, SERVICE, startTrip, type RunningTripService } from './start-trip.js';

let db: TestDatabase;
let service: RunningTripService;
let offered: Trip;
let completed: Trip;

beforeAll(async () => {
  db = await testDatabase('trip');
  service = await startTrip(db, { OFFER_SECONDS: '600' });
  offered = await seat();
  completed = await seat();
  const byDriver = { caller: driver(completed.driverId) };
  const { pin } = (await service.client.getTripDetails(completed, { caller: rider(completed.riderId) })).trip!;
  await service.client.acceptTrip(on(completed), byDriver);
  await service.client.confirmPickup({ ...on(completed), pin }, byDriver);
  await service.client.confirmDropoff(on(completed), byDriver);
  await service.client.rateTrip({ ...on(completed), rating: 3 }, byDriver);
});
afterAll(async () => {
  await service.stop();
  await db.close();
});

async function seat(): Promise<Trip> {
  const route = aRoute();
  await service.client.openRoute(route, { caller: SERVICE });
  const { trips } = await service.client.commitMatch(commitRequest(route.routeId), { caller: SERVICE });
  return trips[0]!;
}

const on = ({ tripId }: { tripId: string }) => ({ requestId: randomUUID(), tripId });
type Method = Exclude<keyof RunningTripService['client'], 'stream' | 'close'>;

async function refused(method: Method, request: object, caller?: Caller): Promise<Record<string, unknown>> {
  const before = await snapshot(db);
  const call = service.client[method] as (request: object, options: object) => Promise<unknown>;
  const error = await call({ ...request }, { caller }).then(
    () => ({ kind: 'accepted' }),
    (caught: Error) => caught,
  );
  expect(await snapshot(db)).toEqual(before);
  return error as unknown as Record<string, unknown>;
}

const arrived = TripStatus.TRIP_STATUS_ARRIVED;
const details: Record<string, object> = {
  declineTrip: { reason: '' },
  cancelTrip: { reason: '' },
  updateTripStatus: { status: arrived },
  confirmPickup: { pin: '0000' },
  rateTrip: { rating: 5 },
};
const driverCommands = ['acceptTrip', 'declineTrip', 'updateTripStatus', 'confirmPickup', 'confirmDropoff'] as const;
const tripCommands = [...driverCommands, 'cancelTrip', 'reportNoShow', 'rateTrip'] as const;
const servicesOnly = ['openRoute', 'resizeRoute', 'closeRoute', 'getRouteLoads', 'commitMatch', 'closeRide'] as const;
const anybody = { rideId: '', riderId: '', driverId: '', stationId: '', text: '', routeIds: [] };
const anyTrip = {
  ...anybody,
  status: TripStatus.TRIP_STATUS_UNSPECIFIED,
  liveOnly: false,
  pageSize: 0,
  pageToken: '',
};
const day = { fromTime: new Date('2026-09-23T04:00Z'), toTime: new Date('2026-09-24T04:00Z') };

/** A well-formed request for any method: only the fields it knows travel. */
const complete = (method: string): object => ({
  ...aRoute(),
  ...commitRequest(offered.routeId),
  ...anyTrip,
  ...day,
  ...on(offered),
  ...details[method],
});

const planned = (changes: Partial<PlannedTrip>): Partial<CommitMatchRequest> => ({
  trips: [{ ...commitRequest('').trips[0]!, ...changes }],
});
const now = new Date();
const twoRides = commitRequest('').trips.concat(commitRequest('').trips);
const reorder = { tripId: randomUUID(), dropoffOrder: 5, dropoffTime: now };

const badRoutes: [string, object][] = [
  ['routeId', { routeId: 'r1' }],
  ['routeId', { routeId: '' }],
  ['driverId', { driverId: `${randomUUID()}x` }],
  ['driverName', { driverName: ' ' }],
  ['driverName', { driverName: 'x'.repeat(81) }],
  ['vehiclePlate', { vehiclePlate: 'a\u0000b' }],
  ['vehicleDescription', { vehicleDescription: 'x'.repeat(201) }],
  ['seats', { seats: 0 }],
  ['seats', { seats: 9 }],
  ['seats', { seats: -1 }],
  ['wheelchairPlaces', { wheelchairPlaces: 2_147_483_647 }],
];
const badCommits: [string, Partial<CommitMatchRequest>][] = [
  ['requestId', { requestId: '' }],
  ['requestId', { requestId: 'x'.repeat(129) }],
  ['routeId', { routeId: 'not-a-uuid' }],
  ['stationId', { stationId: '' }],
  ['trips', { trips: [] }],
  ['trips', { trips: Array.from({ length: 9 }, (_, n) => ({ ...commitRequest('').trips[0]!, dropoffOrder: n })) }],
  ['trips', { trips: [twoRides[0]!, { ...twoRides[0]!, dropoffOrder: 2 }] }],
  ['trips', { trips: twoRides }],
  ['trips', { reordered: [{ ...reorder, dropoffOrder: 1 }] }],
  ['reordered', { reordered: [reorder, { ...reorder, dropoffOrder: 6 }] }],
  ['reordered.0.tripId', { reordered: [{ ...reorder, tripId: 't' }] }],
  ['reordered.0.dropoffTime', { reordered: [{ ...reorder, dropoffTime: undefined }] }],
  ['trips.0.rideId', planned({ rideId: 'x' })],
  ['trips.0.riderId', planned({ riderId: '' })],
  ['trips.0.riderName', planned({ riderName: '' })],
  ['trips.0.party.people', planned({ party: { ...ALONE, people: 0 } })],
  ['trips.0.party.people', planned({ party: { ...ALONE, people: 7 } })],
  ['trips.0.pickup', planned({ pickup: undefined })],
  ['trips.0.pickup.position', planned({ pickup: { position: undefined, name: '' } })],
  ['trips.0.pickup.position.latitude', planned({ pickup: { position: { latitude: 91, longitude: 0 }, name: '' } })],
  [
    'trips.0.destination.position.longitude',
    planned({ destination: { position: { latitude: 0, longitude: Number.NaN }, name: '' } }),
  ],
  [
    'trips.0.destination.name',
    planned({ destination: { position: { latitude: 0, longitude: 0 }, name: 'x'.repeat(201) } }),
  ],
  ['trips.0.readyTime', planned({ readyTime: undefined })],
  ['trips.0.pickupTime', planned({ readyTime: after(600, now) })],
  ['trips.0.latestPickupTime', planned({ latestPickupTime: after(-1, now) })],
  ['trips.0.dropoffTime', planned({ dropoffTime: after(-1, now) })],
  ['trips.0.latestDropoffTime', planned({ latestDropoffTime: after(899, now) })],
  ['trips.0.latestDropoffTime', planned({ latestDropoffTime: new Date('9999-01-01T00:00:00Z') })],
  ['trips.0.directSeconds', planned({ directSeconds: -1 })],
  ['trips.0.addedDetourSeconds', planned({ addedDetourSeconds: -1 })],
  ['trips.0.dropoffOrder', planned({ dropoffOrder: -1 })],
];
const badOthers: [Method, string, object][] = [
  ['resizeRoute', 'routeId', { routeId: 'x', routeVersion: 0 }],
  ['resizeRoute', 'seats', { routeId: randomUUID(), seats: 0, routeVersion: 0 }],
  ['resizeRoute', 'routeVersion', { routeId: randomUUID(), routeVersion: -1 }],
  ['closeRoute', 'routeId', { routeId: '', cancelScheduled: true }],
  ['getRouteLoads', 'routeIds.0', { routeIds: ['x'] }],
  ['getRouteLoads', 'routeIds', { routeIds: Array.from({ length: 501 }, () => randomUUID()) }],
  ['closeRide', 'rideId', { rideId: '', cause: RideCloseCause.RIDE_CLOSE_CAUSE_EXPIRED, onlyIfIdle: true }],
  [
    'closeRide',
    'cause',
    { rideId: randomUUID(), cause: RideCloseCause.RIDE_CLOSE_CAUSE_UNSPECIFIED, onlyIfIdle: true },
  ],
  ['declineTrip', 'reason', { ...on({ tripId: randomUUID() }), reason: 'x'.repeat(201) }],
  ['cancelTrip', 'reason', { ...on({ tripId: randomUUID() }), reason: '\u0007' }],
  ['updateTripStatus', 'status', { ...on({ tripId: randomUUID() }), status: TripStatus.TRIP_STATUS_COMPLETED }],
  ['updateTripStatus', 'status', { ...on({ tripId: randomUUID() }), status: TripStatus.UNRECOGNIZED }],
  ['confirmPickup', 'pin', { ...on({ tripId: randomUUID() }), pin: '' }],
  ['confirmPickup', 'pin', { ...on({ tripId: randomUUID() }), pin: '12345' }],
  ['confirmPickup', 'pin', { ...on({ tripId: randomUUID() }), pin: '12a4' }],
  ['rateTrip', 'rating', { ...on({ tripId: randomUUID() }), rating: 0 }],
  ['rateTrip', 'rating', { ...on({ tripId: randomUUID() }), rating: 6 }],
  ['getTripDetails', 'tripId', { tripId: 'x' }],
  ['listTrips', 'riderId', { ...anyTrip, riderId: 'x' }],
  ['listTrips', 'driverId', { ...anyTrip, driverId: 'x' }],
  ['listTrips', 'routeIds', { ...anyTrip, routeIds: Array.from({ length: 101 }, () => randomUUID()) }],
  ['listTrips', 'status', { ...anyTrip, status: TripStatus.UNRECOGNIZED }],
  ['listTrips', 'pageSize', { ...anyTrip, pageSize: -1 }],
  ['listTrips', 'pageToken', { ...anyTrip, pageToken: 'garbage' }],
  ['listTrips', 'rideId', { ...anyTrip, rideId: 'x' }],
  ['listTrips', 'stationId', { ...anyTrip, stationId: 'x'.repeat(251) }],
  ['listTrips', 'createToTime', { ...anyTrip, createToTime: new Date('1999-01-01') }],
  ['listTrips', 'text', { ...anyTrip, text: 'x'.repeat(81) }],
  ['getTripStatistics', 'fromTime', { ...day, fromTime: undefined }],
  ['getTripStatistics', 'toTime', { ...day, toTime: day.fromTime }],
  ['getTripStatistics', 'toTime', { ...day, toTime: new Date('2026-09-25T04:00:00.001Z') }],
  ...tripCommands.map((method): [Method, string, object] => [
    method,
    'tripId',
    { ...details[method], requestId: 'r', tripId: 'x' },
  ]),
  ...tripCommands.map((method): [Method, string, object] => [
    method,
    'requestId',
    { ...details[method], requestId: '', tripId: randomUUID() },
  ]),
];

describe('malformed input', () => {
  const expectField = (error: Record<string, unknown>, field: string) =>
    expect(error).toMatchObject({ kind: 'invalid_argument', reason: 'INVALID_FIELD', metadata: { field } });

  it.each(badRoutes)('OpenRoute %s %j', async (field, changes) =>
    expectField(await refused('openRoute', aRoute(changes), SERVICE), field),
  );
  it.each(badCommits)('CommitMatch %s %#', async (field, changes) =>
    expectField(await refused('commitMatch', commitRequest(offered.routeId, changes), SERVICE), field),
  );
  it.each(badOthers)('%s %s %#', async (method, field, request) =>
    expectField(await refused(method, request, SERVICE), field),
  );
});

describe('somebody else', () => {
  it.each(servicesOnly)('%s is for services', async (method) => {
    for (const caller of [rider(), driver(), operator()]) {
      expect(await refused(method, complete(method), caller)).toMatchObject({
        kind: 'permission_denied',
      });
    }
  });

  it('getTripStatistics is for operators', async () => {
    for (const caller of [rider(offered.riderId), driver(offered.driverId)]) {
      expect(await refused('getTripStatistics', complete('getTripStatistics'), caller)).toMatchObject({
        kind: 'permission_denied',
      });
    }
  });

  it.each([...tripCommands, 'getTripDetails'] as const)('%s: a stranger’s trip does not exist', async (method) => {
    const request = { ...details[method], ...on(offered) };
    for (const caller of [rider(), driver()]) {
      expect(await refused(method, request, caller)).toMatchObject({ kind: 'not_found', reason: 'TRIP_NOT_FOUND' });
    }
    const nowhere = { ...request, tripId: randomUUID() };
    expect(await refused(method, nowhere, operator())).toMatchObject({ kind: 'not_found', reason: 'TRIP_NOT_FOUND' });
  });

  it.each(driverCommands)('%s is for the driver', async (method) => {
    for (const caller of [rider(offered.riderId), operator(), SERVICE]) {
      const error = await refused(method, { ...details[method], ...on(offered) }, caller);
      expect(error).toMatchObject({ kind: 'permission_denied' });
    }
  });

  it.each(servicesOnly)('%s wants to know which service calls', async (method) => {
    expect(await refused(method, complete(method))).toMatchObject({
      kind: 'permission_denied',
      reason: 'CALLER_NOT_DECLARED',
    });
  });

  it.each([...tripCommands, 'getTripDetails', 'listTrips', 'getTripStatistics'] as const)(
    '%s wants to know who calls',
    async (method) => {
      expect(await refused(method, complete(method))).toMatchObject({
        kind: 'unauthenticated',
        reason: 'CALLER_MISSING',
      });
    },
  );
});

describe('out of order', () => {
  const illegal = (status: string) => ({
    kind: 'failed_precondition',
    reason: 'ILLEGAL_TRANSITION',
    metadata: { status },
  });

  it.each(['updateTripStatus', 'confirmPickup', 'confirmDropoff', 'reportNoShow', 'rateTrip'] as const)(
    '%s of an offered trip',
    async (method) => {
      const request = { ...details[method], ...on(offered) };
      expect(await refused(method, request, driver(offered.driverId))).toMatchObject(illegal('offered'));
    },
  );

  it.each(tripCommands.filter((method) => method !== 'confirmDropoff' && method !== 'rateTrip'))(
    '%s of a completed trip',
    async (method) => {
      const request = { ...details[method], ...on(completed) };
      expect(await refused(method, request, driver(completed.driverId))).toMatchObject(illegal('completed'));
    },
  );

  it('rating twice', async () =>
    expect(await refused('rateTrip', { ...on(completed), rating: 4 }, driver(completed.driverId))).toMatchObject({
      kind: 'already_exists',
      reason: 'ALREADY_RATED',
    }));

  it.each(['resizeRoute', 'closeRoute', 'commitMatch'] as const)('%s of a route never opened', async (method) => {
    const request = { ...commitRequest(randomUUID()), cancelScheduled: false, keepAboard: false, routeVersion: 0 };
    expect(await refused(method, request, SERVICE)).toMatchObject({ kind: 'not_found', reason: 'ROUTE_NOT_FOUND' });
  });

  it('a re-time of a trip of another route, or of one that has ended', async () => {
    const withTrip = ({ tripId }: Trip) => ({
      reordered: [{ tripId, dropoffOrder: 7, dropoffTime: after(1000, now) }],
    });
    const foreign = commitRequest(offered.routeId, withTrip(completed));
    expect(await refused('commitMatch', foreign, SERVICE)).toMatchObject({ reason: 'TRIP_NOT_FOUND' });
    const ended = commitRequest(completed.routeId, withTrip(completed));
    expect(await refused('commitMatch', ended, SERVICE)).toMatchObject(illegal('completed'));
  });
});
