// The counts of a day are what its trips say, however near midnight they were made; lists are narrowed down alike.
import { TripStatus, type ListTripsRequest, type Trip } from '@lastmile/contracts';
import { aRoute, testDatabase, type TestDatabase } from '@lastmile/testing';
import { randomUUID } from 'node:crypto';
import { commitRequest, driver, operator, rider, SERVICE, startTrip } from './start-trip.js';
import type { RunningTripService } from './start-trip.js';

let db: TestDatabase;
let service: RunningTripService;
beforeAll(async () => {
  db = await testDatabase('trip');
  service = await startTrip(db, { OFFER_SECONDS: '600' });
});
afterAll(async () => {
  await service.stop();
  await db.close();
});

const on = ({ tripId }: Trip) => ({ requestId: randomUUID(), tripId });
const day = { fromTime: new Date('2026-09-23T04:00Z'), toTime: new Date('2026-09-24T04:00Z') };
const asOperator = { caller: operator() };

/** A trip made at that time. */
async function made(createTime: string, stationId: string, autoAccept = false): Promise<Trip> {
  const route = aRoute({ autoAccept, vehiclePlate: `P ${stationId}` });
  await service.client.openRoute(route, { caller: SERVICE });
  const commit = commitRequest(route.routeId, { stationId });
  const { trips } = await service.client.commitMatch(commit, { caller: SERVICE });
  const { tripId } = trips[0]!;
  await db.admin('UPDATE trip.trips SET create_time = $2 WHERE trip_id = $1', [tripId, createTime]);
  return trips[0]!;
}

/** Drives the rider home, who has waited for so long. */
async function drive(trip: Trip, waitSeconds: number): Promise<void> {
  const { client } = service;
  const caller = driver(trip.driverId);
  const { pin } = (await client.getTripDetails(trip, { caller: rider(trip.riderId) })).trip!;
  await client.confirmPickup({ ...on(trip), pin }, { caller });
  await client.confirmDropoff(on(trip), { caller });
  await db.admin(`UPDATE trip.trips SET board_time = ready_time + $2 * interval '1 s' WHERE trip_id = $1`, [
    trip.tripId,
    waitSeconds,
  ]);
}

describe('the trips of a day', () => {
  let declined: Trip;
  let offered: Trip;
  beforeAll(async () => {
    await made('2026-09-23T03:59:59.999Z', 'before');
    await made('2026-09-24T04:00:00.000Z', 'after');
    for (const waitSeconds of [120, 300]) await drive(await made('2026-09-23T05:10Z', '701', true), waitSeconds);
    // Boarded before they were ready: no wait, and no credit for others.
    await drive(await made('2026-09-23T05:20Z', '702', true), -60);
    declined = await made('2026-09-23T05:59:59.999Z', '701');
    await service.client.declineTrip({ ...on(declined), reason: 'full' }, { caller: driver(declined.driverId) });
    offered = await made('2026-09-24T03:59:59.999Z', '702');
  });

  it('are counted whole, by hour and by station', async () => {
    const { figures, hours, stations } = await service.client.getTripStatistics(day, asOperator);
    const counts = { made: 5, offered: 2, live: 1, completed: 3, declined: 1, expired: 0, cancelled: 0, noShow: 0 };
    expect(figures).toEqual({ trips: counts, wait: { count: 3, meanSeconds: 140, p95Seconds: 300 }, seatsUsed: 3 });
    expect(hours.map(({ startTime }) => startTime!.getTime())).toEqual(
      Array.from({ length: 24 }, (_, hour) => day.fromTime.getTime() + hour * 3_600_000),
    );
    expect(hours.map(({ figures: { trips } = {} }) => trips!.made)).toEqual([0, 4, ...Array(21).fill(0), 1]);
    expect(hours[0]!.figures!.wait).toEqual({ count: 0, meanSeconds: 0, p95Seconds: 0 });
    expect(stations.map(({ stationId, figures: { trips, wait } = {} }) => [stationId, trips!.made, wait])).toEqual([
      ['701', 3, { count: 2, meanSeconds: 210, p95Seconds: 300 }],
      ['702', 2, { count: 1, meanSeconds: 0, p95Seconds: 0 }],
    ]);
  });

  it('tell how they ended early, in whose words', async () => {
    const { ends } = await service.client.getTripStatistics(day, asOperator);
    expect(ends).toEqual([{ status: 'TRIP_STATUS_DECLINED', endedBy: 'PARTY_DRIVER', reason: 'full', count: 1 }]);
  });

  it('may be a part of an hour, and none', async () => {
    const toTime = new Date('2026-09-23T05:10:00.001Z');
    const part = await service.client.getTripStatistics({ ...day, toTime }, asOperator);
    expect(part.hours.map(({ figures }) => figures!.trips!.made)).toEqual([0, 2]);
    const long = { fromTime: new Date('2030-01-01'), toTime: new Date('2030-01-01T01:30Z') };
    const none = await service.client.getTripStatistics(long, asOperator);
    expect(none).toMatchObject({ figures: { trips: { made: 0 }, seatsUsed: 0 }, stations: [], ends: [] });
    expect(none.hours).toHaveLength(2);
  });

  it.each([
    ['station', () => ({ stationId: '702', createFromTime: day.fromTime, createToTime: day.toTime }), 2],
    ['time', () => ({ createFromTime: new Date('2026-09-23T05:59:59.999Z'), createToTime: day.toTime }), 2],
    ['ride', () => ({ rideId: offered.rideId }), 1],
    ['the driver’s name, in any case', () => ({ text: 'dORA', stationId: '701' }), 3],
    ['the plate', () => ({ text: 'p 70', createToTime: day.toTime }), 5],
    ['text nobody has, also over the border of two', () => ({ text: `${declined.riderName}Dora` }), 0],
  ])('are listed by %s', async (_, filter, count) => {
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
    const { trips } = await service.client.listTrips({ ...all, ...filter() }, asOperator);
    expect(trips).toHaveLength(count);
  });
});
