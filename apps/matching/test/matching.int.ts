import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { MatchingServiceService, PickupStatus, WaitingReason, type MatchRequest } from '@lastmile/contracts';
import { failedPrecondition } from '@lastmile/errors';
import { createClient, type RpcClient } from '@lastmile/grpc';
import { startService, type StartedService } from '@lastmile/testing';
import { MatchingModule } from '../src/matching.module.js';
import { MAX_RIDES } from '../src/plan/plan-scope.core.js';
import { City, inSeconds, north, STATION_ID } from './city.js';
import { OsrmServer } from './osrm-server.js';

const city = new City();
const replicas: StartedService[] = [];
let addresses: Record<string, string>;
let client: RpcClient<typeof MatchingServiceService>;

beforeAll(async () => {
  addresses = await city.start();
  const env = { ...addresses, LOG_LEVEL: 'silent' };
  const options = { service: 'matching', definitions: [MatchingServiceService], module: MatchingModule };
  for (let i = 0; i < 2; i++) replicas.push(await startService(options, env));
  const address = `ipv4:${replicas.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  client = createClient(MatchingServiceService, { address, service: 'location' });
});
afterAll(async () => {
  client.close();
  await Promise.all(replicas.map((replica) => replica.stop()));
  city.stop();
});
beforeEach(() => city.clear());

const match = (driverId: string, change: Partial<MatchRequest> = {}, caller: Caller = asService('location')) =>
  client.match({ requestId: '', driverId, stationId: STATION_ID, approaching: [], ...change }, { caller });

const rideIds = (list: readonly { rideId: string }[]) => list.map(({ rideId }) => rideId).sort();

describe('Match', () => {
  it('seats the riders who wait and tells why the others still do', async () => {
    const driverId = city.addDriver({ seats: 2 });
    const [first, second, third] = [30, 20, 10].map((ago) => city.addRide({ readyTime: inSeconds(-ago) }));
    const { trips, plan, unserved } = await match(driverId);
    expect(rideIds(trips)).toEqual(rideIds([first!, second!]));
    expect(rideIds(plan[0]!.stops)).toEqual(rideIds([first!, second!]));
    const reason = WaitingReason.WAITING_REASON_OUTRANKED;
    expect(unserved).toEqual([{ rideId: third!.rideId, reason, driverId: '' }]);
    expect(city.reasons).toEqual([{ rideId: third!.rideId, waitingReason: reason, version: third!.version }]);
  });

  it('sends the ledger what was promised to the rider', async () => {
    const ride = city.addRide();
    await match(city.addDriver());
    const [planned] = city.commits[0]!.trips;
    expect(planned).toMatchObject({
      rideId: ride.rideId,
      riderId: ride.riderId,
      riderName: 'Ana',
      pickup: ride.pickup,
      destination: ride.destination,
      latestPickupTime: ride.latestPickupTime,
      dropoffOrder: 1,
    });
    // Gets out on the way, and is there already.
    expect(planned?.addedDetourSeconds).toBe(0);
    const { pickupTime, latestDropoffTime, dropoffTime } = planned!;
    expect(+latestDropoffTime! - +pickupTime!).toBe(ride.maxRideSeconds * 1000);
    expect(+dropoffTime!).toBeLessThan(+latestDropoffTime!);
  });

  it('commits the part of the calling driver only', async () => {
    const [caller, other] = [city.addDriver({ seats: 1 }), city.addDriver({ seats: 1 })];
    [20, 10].forEach((ago) => city.addRide({ readyTime: inSeconds(-ago) }));
    const approaching = [
      { driverId: other, etaTime: inSeconds(0) },
      { driverId: caller, etaTime: inSeconds(60) },
    ];
    const { trips, unserved } = await match(caller, { approaching });
    expect(trips.map(({ driverId }) => driverId)).toEqual([caller]);
    expect(city.trips).toHaveLength(1);
    const reason = WaitingReason.WAITING_REASON_BETTER_WITH_ANOTHER_DRIVER;
    expect(unserved).toEqual([expect.objectContaining({ reason, driverId: other })]);
  });

  it('makes room among riders promised before, and re-times them', async () => {
    const driverId = city.addDriver();
    const far = city.addRide({ destination: { position: north(3000), name: 'far' } });
    await match(driverId);
    city.rides.length = 0;
    const near = city.addRide({ destination: { position: north(1000), name: 'near' } });
    const { plan } = await match(driverId);
    expect(plan[0]?.stops.map(({ rideId }) => rideId)).toEqual([near.rideId, far.rideId]);
    expect(city.commits[1]?.reordered).toEqual([
      expect.objectContaining({ tripId: city.trips[0]?.tripId, dropoffOrder: 2 }),
    ]);
  });

  it('considers every rider of a crowd, and plans for those who wait longest', async () => {
    const driverId = city.addDriver({ seats: 2 });
    const crowd = Array.from({ length: MAX_RIDES + 20 }, (_, i) => city.addRide({ readyTime: inSeconds(-i) }));
    const { trips } = await match(driverId);
    const longest = new Set(rideIds(crowd.slice(20)));
    expect(trips.filter(({ rideId }) => longest.has(rideId))).toHaveLength(2);
    expect(rideIds([...trips, ...city.reasons])).toEqual(rideIds(crowd));
  });

  it('plans again without riders whom the ledger refuses', async () => {
    const driverId = city.addDriver({ seats: 1 });
    const rival = city.addDriver();
    const gone = city.addRide({ readyTime: inSeconds(-90) });
    const next = city.addRide({ readyTime: inSeconds(-30) });
    // Another driver is quicker by a moment.
    city.ledger.beforeCommit = ({ trips }) => {
      if (city.commits.length === 1) city.take(rival, trips[0]!);
    };
    const { trips, unserved } = await match(driverId);
    expect(rideIds(trips)).toEqual([next.rideId]);
    expect(rideIds(unserved)).not.toContain(gone.rideId);
  });

  it('gives up after three rounds', async () => {
    const driverId = city.addDriver();
    for (let i = 0; i < 5; i++) city.addRide();
    city.ledger.beforeCommit = () => {
      throw failedPrecondition('BREAKS_PROMISE', 'too late');
    };
    expect((await match(driverId)).trips).toEqual([]);
    expect(city.commits).toHaveLength(3);
  });

  it('does not mind when the reasons cannot be recorded', async () => {
    const driverId = city.addDriver({ seats: 1 });
    [1, 2].forEach(() => city.addRide());
    city.beforeReasons = () => {
      throw new Error('rider service is broken');
    };
    expect((await match(driverId)).trips).toHaveLength(1);
  });

  it('makes nothing twice when repeated with its request id', async () => {
    const driverId = city.addDriver();
    city.addRide();
    const requestId = randomUUID();
    const first = await match(driverId, { requestId });
    // The rider service has not heard of the trip, and another rider came: a different plan under the same id.
    city.addRide();
    const second = await match(driverId, { requestId });
    expect(rideIds(second.trips)).toEqual(rideIds(first.trips));
    expect(city.trips).toHaveLength(1);
  });

  it('keeps the ledger sound when all drivers match at once on two replicas', async () => {
    const drivers = Array.from({ length: 8 }, () => city.addDriver({ seats: 3 }));
    const rides = Array.from({ length: 20 }, (_, i) => city.addRide({ readyTime: inSeconds(-i) }));
    const approaching = drivers.map((driverId, i) => ({ driverId, etaTime: inSeconds(i * 5) }));
    for (let wave = 0; wave < 3; wave++) {
      await Promise.all(drivers.map((driverId) => match(driverId, { approaching })));
    }
    expect(new Set(rideIds(city.trips)).size).toBe(city.trips.length);
    expect(rideIds(city.trips)).toEqual(rideIds(rides));
    for (const { seats, seatsTaken } of city.loads) expect(seatsTaken).toBeLessThanOrEqual(seats);
  });

  it('refuses a driver who is not on the way', async () => {
    await expect(match(randomUUID())).rejects.toMatchObject({ kind: 'not_found', reason: 'ROUTE_NOT_STARTED' });
  });

  it.each([PickupStatus.PICKUP_STATUS_DEPARTED, PickupStatus.PICKUP_STATUS_SKIPPED])(
    'refuses a driver whose station is %s',
    async (pickupStatus) => {
      const driverId = city.addDriver({ pickupStatus });
      const refusal = { kind: 'failed_precondition', reason: 'STATION_NOT_AHEAD' };
      await expect(match(driverId)).rejects.toMatchObject(refusal);
    },
  );

  it('matches a driver who stands at the station', async () => {
    city.addRide();
    const driverId = city.addDriver({ pickupStatus: PickupStatus.PICKUP_STATUS_ARRIVED });
    expect((await match(driverId)).trips).toHaveLength(1);
  });

  it('drives as the routing server says', async () => {
    const osrm = await OsrmServer.start();
    const options = { service: 'matching', definitions: [MatchingServiceService], module: MatchingModule };
    const env = { ...addresses, OSRM_URL: osrm.url, OSRM_TIMEOUT_MS: '10000', LOG_LEVEL: 'silent' };
    const replica = await startService(options, env);
    const own = createClient(MatchingServiceService, { address: replica.address, service: 'location' });
    try {
      const driverId = city.addDriver();
      // A river is in between: the drive is ten times what the streets suggest.
      const across = city.addRide({ destination: { position: north(2000), name: 'island' }, maxRideSeconds: 600 });
      osrm.answer = ({ code, durations }, response) => {
        const slow = (durations as number[][]).map((row) => row.map((seconds) => seconds * 10));
        response.end(JSON.stringify({ code, durations: slow }));
      };
      const request = { requestId: '', driverId, stationId: STATION_ID, approaching: [] };
      const { unserved } = await own.match(request, { caller: asService('location') });
      const reason = WaitingReason.WAITING_REASON_RIDE_TOO_LONG;
      expect(unserved).toEqual([{ rideId: across.rideId, reason, driverId: '' }]);
    } finally {
      own.close();
      await replica.stop();
      await osrm.stop();
    }
  });

  it('is not for riders and drivers', async () => {
    const driverId = city.addDriver();
    city.addRide();
    for (const role of ['driver', 'rider'] as const) {
      const call = match(driverId, {}, { userId: driverId, roles: [role] });
      await expect(call).rejects.toMatchObject({ kind: 'permission_denied' });
    }
    expect(city.trips).toEqual([]);
  });

  const twice = { driverId: 'd', etaTime: new Date() };
  it.each<[string, Partial<MatchRequest>, string]>([
    ['no driver', { driverId: '' }, 'driverId'],
    ['no station', { stationId: ' ' }, 'stationId'],
    ['a station id that is too long', { stationId: 's'.repeat(251) }, 'stationId'],
    ['a request id with spaces', { requestId: 'a b' }, 'requestId'],
    ['a request id that is too long', { requestId: 'r'.repeat(121) }, 'requestId'],
    ['an approach without a time', { approaching: [{ driverId: 'd' }] }, 'approaching.0.etaTime'],
    ['an approach of nobody', { approaching: [{ driverId: '', etaTime: new Date() }] }, 'approaching.0.driverId'],
    [
      'an approach in the year 9000',
      { approaching: [{ driverId: 'd', etaTime: new Date('9000-01-01') }] },
      'approaching.0.etaTime',
    ],
    ['a driver who approaches twice', { approaching: [twice, twice] }, 'approaching'],
    [
      'a whole city on its way',
      { approaching: Array.from({ length: 500 }, (_, i) => ({ ...twice, driverId: `d${i}` })) },
      'approaching',
    ],
  ])('refuses %s', async (_, change, field) => {
    const refusal = { kind: 'invalid_argument', reason: 'INVALID_FIELD', metadata: { field } };
    await expect(match('d', change)).rejects.toMatchObject(refusal);
  });

  it('refuses a station that does not exist', async () => {
    const refusal = { kind: 'not_found', reason: 'STATION_NOT_FOUND' };
    await expect(match(city.addDriver(), { stationId: 'mta:none' })).rejects.toMatchObject(refusal);
  });
});
