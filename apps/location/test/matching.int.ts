import { randomUUID } from 'node:crypto';
import { PickupStatus, Trip, WaitingReason, type MatchRequest, type Route } from '@lastmile/contracts';
import { Jobs } from '@lastmile/events';
import { DomainError } from '@lastmile/errors';
import { ManualClock, waitFor } from '@lastmile/testing';
import { MatchQueue } from '../src/approaches/match.queue.js';
import { MatchTriggerRepository } from '../src/approaches/match-trigger.repository.js';
import {
  AS_OPERATOR,
  asDriver,
  FAR_STATION_ID,
  inSeconds,
  Platform,
  point,
  STATION_ID,
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

const idle = () => waitFor(async () => (await platform.unfinished()) === 0, { what: 'all jobs done' });
const driversOf = ({ approaching }: MatchRequest) => approaching.map(({ driverId }) => driverId);

describe('a car that comes near', () => {
  it('is matched at the station, with all who approach it', async () => {
    const [first, second, far] = [0, 1, 2].map(() => platform.newRoute());
    await update(one, far!.driverId, [point(15_000)]);
    await update(one, first!.driverId, [point(400)]);
    await waitFor(() => platform.matches.length === 1);
    await update(two, second!.driverId, [point(600)]);
    await waitFor(() => platform.matches.length === 2);
    expect(platform.matches.map(({ driverId }) => driverId)).toEqual([first!.driverId, second!.driverId]);
    expect(platform.matches.map(driversOf)).toEqual([[first!.driverId], [second!.driverId, first!.driverId]]);
    expect(platform.matches[0]).toMatchObject({ stationId: STATION_ID });
    await idle();
  });

  it('is matched when it will be there soon, though it is not near yet', async () => {
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(1_000)]);
    await waitFor(() => platform.matches.length === 1);
    await idle();
  });

  it('is not matched again with every fix', async () => {
    const { driverId } = platform.newRoute();
    for (const seconds of [5, 4, 3, 2, 1]) await update(one, driverId, [point(100 * seconds, inSeconds(-seconds))]);
    await idle();
    expect(platform.matches).toHaveLength(1);
  });

  it('is matched again after a while, and at once when the clock was set back', async () => {
    const { driverId, routeId } = platform.newRoute();
    await update(one, driverId, [point(15_000)]);
    // Ahead of all times below, so that what they ask for is due.
    const queue = new MatchQueue(new Jobs('location', new ManualClock(inSeconds(60))));
    const triggers = new MatchTriggerRepository(platform.db.database, queue);
    const approach = {
      driverId,
      routeId,
      stationId: STATION_ID,
      etaTime: new Date(),
      distanceMeters: 1,
      positionTime: new Date(),
      lastMatch: undefined,
    };
    const ask = async (seconds: number) => {
      const now = inSeconds(seconds);
      await triggers.ask([{ ...approach, position: { latitude: 0, longitude: 0 } }], now, inSeconds(seconds - 20));
      await idle();
      return platform.matches.length;
    };
    expect([await ask(0), await ask(19), await ask(20), await ask(-500)]).toEqual([1, 1, 2, 3]);
  });

  it('is matched at several stations in driving order', async () => {
    const route = platform.newRoute([STATION_ID, FAR_STATION_ID]);
    await update(one, route.driverId, [point(19_500)]);
    await idle();
    expect(platform.matches.map(({ stationId }) => stationId)).toEqual([FAR_STATION_ID]);
  });

  it('is matched no more once it has left the station', async () => {
    const route = platform.newRoute();
    const [stop] = route.stops;
    const departed = { ...stop!, pickupStatus: PickupStatus.PICKUP_STATUS_DEPARTED };
    await platform.tellRoute('driver.pickup_status_updated', { ...route, stops: [departed], version: 3 });
    await idle();
    await update(one, route.driverId, [point(10)]);
    await idle();
    expect(platform.matches).toEqual([]);
  });

  it('counts as there since it arrived', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(5_000, inSeconds(-3))]);
    const [stop] = route.stops;
    const arrived = { ...stop!, pickupStatus: PickupStatus.PICKUP_STATUS_ARRIVED };
    await platform.tellRoute('driver.pickup_status_updated', { ...route, stops: [arrived], version: 3 });
    await idle();
    const [first] = platform.matches;
    await platform.tellRide('rider.ride_requested');
    await idle();
    expect(platform.matches).toHaveLength(2);
    expect(platform.matches[1]?.approaching[0]?.etaTime).toEqual(first?.approaching[0]?.etaTime);
  });
});

describe('a driver whose route changes', () => {
  it.each(['driver.route_updated', 'driver.pickup_status_updated'])(
    '(%s) is matched again at once, if it is near',
    async (type) => {
      const [near, far] = [platform.newRoute(), platform.newRoute()];
      await update(one, near.driverId, [point(300)]);
      await update(one, far.driverId, [point(15_000)]);
      await idle();
      platform.matches.length = 0;
      for (const route of [near, far]) await platform.tellRoute(type, { ...route, seats: 2, version: 3 });
      await idle();
      expect(platform.matches.map(({ driverId }) => driverId)).toEqual([near.driverId]);
    },
  );
});

describe('a driver who asks what matching said', () => {
  const listOwn = async ({ driverId }: Route, stationId = '') =>
    (await one.listApproaches({ driverId, stationId }, { caller: asDriver(driverId) })).approaches;

  it('is told of the newest match at each station ahead, in counts', async () => {
    const route = platform.newRoute([STATION_ID, FAR_STATION_ID]);
    const [outranked, noSeat] = [WaitingReason.WAITING_REASON_OUTRANKED, WaitingReason.WAITING_REASON_NO_SEAT];
    const unserved = [noSeat, outranked, outranked].map((reason, i) => ({ rideId: `r${i}`, reason, driverId: '' }));
    await update(one, route.driverId, [point(15_000, inSeconds(-300))]);
    expect((await listOwn(route)).map(({ lastMatch }) => lastMatch)).toEqual([undefined, undefined]);

    platform.answer = () => ({ trips: [Trip.fromJSON({ tripId: 't1' })], plan: [], unserved });
    await update(one, route.driverId, [point(300)]);
    await idle();
    const [here, there] = await listOwn(route);
    expect(here).toMatchObject({ stationId: STATION_ID, distanceMeters: expect.closeTo(300, -1) });
    expect(here?.lastMatch).toEqual({
      time: expect.any(Date),
      tripCount: 1,
      leftBehind: [
        { reason: outranked, rideCount: 2 },
        { reason: noSeat, rideCount: 1 },
      ],
    });
    expect(there).toMatchObject({ stationId: FAR_STATION_ID, lastMatch: undefined });
    expect((await listOwn(route, FAR_STATION_ID)).map(({ stationId }) => stationId)).toEqual([FAR_STATION_ID]);

    platform.answer = () => ({ trips: [], plan: [], unserved: [] });
    await platform.tellRide('rider.ride_requested');
    await idle();
    expect((await listOwn(route, STATION_ID))[0]?.lastMatch).toMatchObject({ tripCount: 0, leftBehind: [] });
  });

  it('hears nothing of the route before', async () => {
    const route = platform.newRoute();
    await update(one, route.driverId, [point(300)]);
    await idle();
    const next = { ...route, routeId: randomUUID(), startTime: inSeconds(1) };
    await platform.tellRoute('driver.route_started', next);
    await idle();
    await update(one, route.driverId, [point(15_000, inSeconds(2))]);
    expect(await listOwn(route)).toEqual([expect.objectContaining({ routeId: next.routeId, lastMatch: undefined })]);
  });
});

describe('a rider who waits', () => {
  it.each(['rider.ride_requested', 'rider.ride_reopened'])(
    '(%s) calls all who approach, earliest first',
    async (type) => {
      const routes = [700, 300, 500].map((meters) => ({ meters, route: platform.newRoute() }));
      for (const { meters, route } of routes) await update(one, route.driverId, [point(meters)]);
      await idle();
      platform.matches.length = 0;
      await platform.tellRide(type);
      await idle();
      const [at700, at300, at500] = routes.map(({ route }) => route.driverId);
      expect(platform.matches.map(({ driverId }) => driverId)).toEqual([at300, at500, at700]);
    },
  );

  it('at another station calls nobody', async () => {
    await update(one, platform.newRoute().driverId, [point(300)]);
    await idle();
    await platform.tellRide('rider.ride_reopened', FAR_STATION_ID);
    await idle();
    expect(platform.matches).toHaveLength(1);
  });
});

describe('the job', () => {
  it('runs one at a time for a station over both replicas, and once for many calls', async () => {
    const { driverId } = platform.newRoute();
    const opening = Promise.withResolvers<void>();
    let [running, most] = [0, 0];
    platform.answer = async () => {
      most = Math.max(most, ++running);
      await opening.promise;
      running--;
      return { trips: [], plan: [], unserved: [] };
    };
    await update(one, driverId, [point(300)]);
    await waitFor(() => running === 1);
    for (let i = 0; i < 10; i++) await platform.tellRide('rider.ride_requested');
    // The ten events are handled; what they asked for is one job that waits behind the one that runs.
    await waitFor(async () => (await platform.unfinished()) === 2);
    opening.resolve();
    await idle();
    expect([most, platform.matches.length]).toEqual([1, 2]);
  });

  it.each(['not_found', 'failed_precondition'] as const)('ends with an answer of %s', async (kind) => {
    platform.answer = () => {
      throw new DomainError(kind, 'ROUTE_NOT_STARTED', 'nothing to do');
    };
    await update(one, platform.newRoute().driverId, [point(300)]);
    await idle();
    expect(platform.matches).toHaveLength(1);
  });

  it('is tried again while matching is away', async () => {
    let failures = 8;
    platform.answer = () => {
      if (failures-- > 0) throw new DomainError('unavailable', 'DRAINING', 'gone for a moment');
      return { trips: [], plan: [], unserved: [] };
    };
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(300)]);
    const makeDue = 'UPDATE events._private_jobs SET run_at = now() WHERE locked_at IS NULL AND attempts > 0';
    await waitFor(async () => {
      await platform.db.admin(makeDue);
      return (await platform.unfinished()) === 0;
    });
    expect(failures).toBe(-1);
  });

  it('is dropped for a driver who went off duty meanwhile', async () => {
    const route = platform.newRoute();
    await platform.tellRoute('driver.route_started', route);
    await idle();
    const jobs = new Jobs('location', new ManualClock());
    const data = { driverId: route.driverId, routeId: 'another route', stationId: STATION_ID };
    await jobs.enqueue(platform.db.database, { name: 'match', data });
    await idle();
    expect(platform.matches).toEqual([]);
  });
});

describe('a restart', () => {
  it('forgets neither who is on duty, nor where, nor what happened meanwhile', async () => {
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(300, inSeconds(-5))]);
    await idle();
    await platform.stopReplicas();
    platform.matches.length = 0;
    // From here on the driver is known from the database only.
    platform.started.clear();
    await platform.tellRide('rider.ride_reopened');
    [one, two] = [await platform.addReplica(), await platform.addReplica()];
    await idle();
    expect(platform.matches.map((match) => match.driverId)).toEqual([driverId]);
    const { locations } = await one.getDriverLocations({ driverIds: [driverId] }, { caller: AS_OPERATOR });
    expect(locations).toHaveLength(1);
    expect(await update(two, driverId, [point(200)])).toMatchObject({ acceptedCount: 1 });
  });
});

describe('MatchApproach', () => {
  it('returns what matching answers, however far the driver is', async () => {
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(15_000)]);
    const answer = { trips: [], plan: [], unserved: [{ rideId: 'r', reason: 'WAITING_REASON_NO_SEAT', driverId: '' }] };
    platform.answer = () => answer as never;
    const request = { driverId, stationId: STATION_ID };
    expect(await one.matchApproach(request, { caller: AS_OPERATOR })).toEqual({ match: answer });
    expect(driversOf(platform.matches[0]!)).toEqual([driverId]);
  });

  it('refuses a station the driver does not head for, and a driver nobody knows', async () => {
    const { driverId } = platform.newRoute();
    await update(one, driverId, [point(15_000)]);
    const refusal = { kind: 'not_found', reason: 'APPROACH_NOT_FOUND' };
    for (const request of [
      { driverId, stationId: FAR_STATION_ID },
      { driverId: 'nobody', stationId: STATION_ID },
    ]) {
      await expect(one.matchApproach(request, { caller: AS_OPERATOR })).rejects.toMatchObject(refusal);
    }
  });

  it('is not for drivers', async () => {
    const { driverId } = platform.newRoute();
    const call = one.matchApproach({ driverId, stationId: STATION_ID }, { caller: asDriver(driverId) });
    await expect(call).rejects.toMatchObject({ kind: 'permission_denied' });
  });
});
