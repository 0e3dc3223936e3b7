import { AreaKind, type StationServiceService } from '@lastmile/contracts';
import type { RpcClient } from '@lastmile/grpc';
import { importFeed } from '../../../tools/import/import-feed.js';
import { LINE_7, OPERATOR, RIDER, type StartedStation, startStation } from './start-station.js';

const AREAS = 'data/nyc-subway-7.areas.csv';
const MAIN_ST = 'mta-nyct:701';
const MORNING = { fromTime: new Date('2026-09-23T08:00:00-04:00'), toTime: new Date('2026-09-23T09:00:00-04:00') };

let platform: StartedStation;
let client: RpcClient<typeof StationServiceService>;
beforeAll(async () => {
  platform = await startStation();
  ({ client } = platform);
  await importFeed({ address: platform.address, gtfs: LINE_7, stationAreas: AREAS });
});
afterAll(() => platform.stop());

const arrivals = (request: Partial<Parameters<typeof client.listArrivals>[0]> = {}) =>
  client.listArrivals({ stationId: MAIN_ST, lineId: '', pageSize: 500, pageToken: '', ...MORNING, ...request });
const station = (stationId: string) => client.getStation({ stationId });
const nearest = (latitude: number, longitude: number, radiusMeters = 0, limit = 0) =>
  client.findNearestStations({ position: { latitude, longitude }, radiusMeters, limit });
const running = (fromTime?: Date, toTime?: Date, limit = 0) => client.listRunningTrains({ fromTime, toTime, limit });
const list = (more: Partial<Parameters<typeof client.listStations>[0]> = {}) =>
  client.listStations({ pageSize: 0, pageToken: '', nameContains: '', includeInactive: false, ...more });

describe('stations', () => {
  it('come with lines, pickup points and time zone', async () => {
    const { station: found } = await station(MAIN_ST);
    expect(found).toMatchObject({ name: 'Flushing-Main St', timeZone: 'America/New_York', active: true });
    expect(found!.lines.map((line) => [line.lineId, line.shortName, line.color])).toEqual([
      ['mta-nyct:7', '7', '9A38A1'],
      ['mta-nyct:7X', '7X', '9A38A1'],
    ]);
    expect(found!.pickupPoints.length).toBeGreaterThan(0);
    expect(found!.pickupPoints.map((point) => point.walkSeconds)).toEqual(
      found!.pickupPoints.map((point) => point.walkSeconds).toSorted((a, b) => a - b),
    );
  });

  it('are listed by name in pages that join without gap or overlap', async () => {
    const everything = (await list({ pageSize: 500 })).stations.map((s) => s.stationId);
    expect(everything).toHaveLength(22);
    const paged: string[] = [];
    let pageToken = '';
    do {
      const page = await list({ pageSize: 5, pageToken });
      paged.push(...page.stations.map((s) => s.stationId));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(paged).toEqual(everything);
    expect((await list({ nameContains: 'times SQ' })).stations.map((s) => s.name)).toEqual(['Times Sq-42 St']);
    expect((await list({ nameContains: '%' })).stations).toEqual([]);
  });

  it('are found around a point, nearest first, within the radius', async () => {
    const { stations } = await nearest(40.7527, -73.9772, 1000, 3);
    expect(stations.map((s) => s.station!.name)).toEqual(['Grand Central-42 St', '5 Av', 'Times Sq-42 St']);
    expect(stations[0]!.distanceMeters).toBeCloseTo(172, 0);
    expect((await nearest(40.7527, -73.9772, 300)).stations).toHaveLength(1);
    expect((await nearest(0, 179.999, 20_000)).stations).toEqual([]);
  });

  it('have areas and landmarks around them, nearest first', async () => {
    const { areas } = await client.listNearbyAreas({ stationId: MAIN_ST, kind: AreaKind.AREA_KIND_UNSPECIFIED });
    expect(areas.length).toBeGreaterThanOrEqual(6);
    expect(areas.map((a) => a.distanceMeters)).toEqual(areas.map((a) => a.distanceMeters).toSorted((a, b) => a - b));
    const { areas: landmarks } = await client.listNearbyAreas({
      stationId: MAIN_ST,
      kind: AreaKind.AREA_KIND_LANDMARK,
    });
    expect(new Set(landmarks.map((a) => a.kind))).toEqual(new Set([AreaKind.AREA_KIND_LANDMARK]));
    expect(landmarks.length).toBeLessThan(areas.length);
  });
});

describe('arrivals', () => {
  it('are the trains that let riders off, earliest first, with instants of the service day', async () => {
    const { arrivals: found } = await arrivals();
    // Counted in the feed's files.
    expect(found).toHaveLength(18);
    expect(found[0]).toMatchObject({ stationId: MAIN_ST, serviceDate: '2026-09-23', headsign: 'Flushing-Main St' });
    for (const [i, arrival] of found.entries()) {
      expect(arrival.arriveTime!.getTime()).toBeGreaterThanOrEqual(
        (found[i - 1]?.arriveTime ?? MORNING.fromTime).getTime(),
      );
      expect(arrival.arriveTime!.getTime()).toBeLessThan(MORNING.toTime.getTime());
      // Flushing is the terminus: trains towards Manhattan start there.
      expect(arrival.directionId).toBe(0);
    }
  });

  it('join over pages, and are counted once over adjacent hours', async () => {
    const whole = (await arrivals()).arrivals.map((a) => a.trainId);
    const paged: string[] = [];
    let pageToken = '';
    do {
      const page = await arrivals({ pageSize: 7, pageToken });
      paged.push(...page.arrivals.map((a) => a.trainId));
      pageToken = page.nextPageToken;
    } while (pageToken);
    expect(paged).toEqual(whole);
    const noon = new Date('2026-09-23T08:24:00-04:00');
    const halves = [await arrivals({ toTime: noon }), await arrivals({ fromTime: noon })];
    expect(halves.flatMap((half) => half.arrivals.map((a) => a.trainId))).toEqual(whole);
  });

  it('differ by line, weekday and exception', async () => {
    const countOf = async (day: string, lineId = '') => {
      const fromTime = new Date(`${day}T06:00:00-04:00`);
      return (await arrivals({ fromTime, toTime: new Date(fromTime.getTime() + 16 * 3_600_000), lineId })).arrivals
        .length;
    };
    const [wednesday, saturday, sunday] = [
      await countOf('2026-09-23'),
      await countOf('2026-09-26'),
      await countOf('2026-09-27'),
    ];
    expect(new Set([wednesday, saturday, sunday]).size).toBe(3);
    expect(await countOf('2026-07-03')).toBe(saturday);
    expect(await countOf('2026-09-07')).toBe(sunday);
    expect(await countOf('2028-06-01')).toBe(0);
    const express = await countOf('2026-09-23', 'mta-nyct:7X');
    expect(express).toBeGreaterThan(0);
    expect(express + (await countOf('2026-09-23', 'mta-nyct:7'))).toBe(wednesday);
  });

  it('after midnight belong to the service day before until its last train', async () => {
    const { arrivals: night } = await arrivals({
      fromTime: new Date('2026-09-24T01:20:00-04:00'),
      toTime: new Date('2026-09-24T01:40:00-04:00'),
    });
    expect(night.map((a) => a.serviceDate)).toEqual(['2026-09-23', '2026-09-24']);
  });

  it('can be asked for one by one', async () => {
    const [first] = (await arrivals()).arrivals;
    const { stationId, trainId, serviceDate } = first!;
    expect((await client.getArrival({ stationId, trainId, serviceDate })).arrival).toEqual(first);
    const absent = { kind: 'not_found', reason: 'ARRIVAL_NOT_FOUND' };
    await expect(client.getArrival({ stationId, trainId, serviceDate: '2026-09-26' })).rejects.toMatchObject(absent);
    await expect(client.getArrival({ stationId, trainId: 'no-such', serviceDate })).rejects.toMatchObject(absent);
  });
});

it('trains under way stand between two stations of their line, at most as many as asked for', async () => {
  const at = new Date('2026-09-23T08:30:00.900-04:00');
  const { trains, truncated } = await running(at);
  expect(truncated).toBe(false);
  // Counted in the feed's files.
  expect(trains).toHaveLength(34);
  for (const { calls } of trains) {
    expect(calls).toHaveLength(2);
    expect(calls[0]!.arriveTime!.getTime()).toBeLessThanOrEqual(at.getTime());
    expect(calls[1]!.arriveTime!.getTime()).toBeGreaterThan(at.getTime());
  }
  const first = await running(at, undefined, 5);
  expect(first).toEqual({ trains: trains.slice(0, 5), truncated: true });
});

it('lines have a course in both directions, timetables their counts', async () => {
  const { lines } = await client.listLines({});
  expect(lines.map((shape) => [shape.line!.lineId, shape.directionId, shape.points.length])).toEqual([
    ['mta-nyct:7', 0, 380],
    ['mta-nyct:7', 1, 380],
    ['mta-nyct:7X', 0, 380],
    ['mta-nyct:7X', 1, 380],
  ]);
  const { timetables } = await client.listTimetables({});
  expect(timetables).toMatchObject([
    { feedId: 'mta-nyct', startDate: '2026-05-26', endDate: '2027-12-31', trainCount: 1454, callCount: 29967 },
  ]);
});

describe('an operator', () => {
  const edit = {
    requestId: 'r-1',
    stationId: 'manual:Dorf Süd',
    name: 'Dorf Süd',
    position: { latitude: 48.1, longitude: 11.5 },
    timeZone: 'Europe/Berlin',
    pickupPoints: [
      { name: 'far', position: { latitude: 48.105, longitude: 11.5 } },
      { name: 'near', position: { latitude: 48.1005, longitude: 11.5 } },
    ],
  };

  it('adds a station by hand, once per request', async () => {
    const { station: made } = await client.upsertStation(edit, { caller: OPERATOR });
    expect(made).toMatchObject({ stationId: 'manual:Dorf Süd', active: true, lines: [] });
    expect(made!.pickupPoints.map((point) => point.name)).toEqual(['near', 'far']);
    expect((await client.upsertStation(edit, { caller: OPERATOR })).station).toEqual(made);
    expect((await arrivals({ stationId: made!.stationId })).arrivals).toEqual([]);
    const removed = { ...edit, requestId: 'r-2', timeZone: '', pickupPoints: edit.pickupPoints.slice(1) };
    expect((await client.upsertStation(removed, { caller: OPERATOR })).station).toMatchObject({
      timeZone: 'Europe/Berlin',
      pickupPoints: [made!.pickupPoints[0]],
    });
  });

  it.each<[string, object, object]>([
    ['no rider', {}, { kind: 'permission_denied' }],
    ['an unknown station of a feed', { stationId: 'mta-nyct:999' }, { reason: 'STATION_NOT_FOUND' }],
    ['another zone than the feed has', { stationId: MAIN_ST }, { metadata: { field: 'timeZone' } }],
    ['no zone', { stationId: 'manual:new', timeZone: '' }, { metadata: { field: 'timeZone' } }],
    ['an invented zone', { timeZone: 'Mars/Olympus' }, { metadata: { field: 'timeZone' } }],
    [
      'a far kerb',
      { pickupPoints: [{ name: 'x', position: { latitude: 48.2, longitude: 11.5 } }] },
      { metadata: { field: 'pickupPoints.0' } },
    ],
    [
      'two kerbs of one name',
      { pickupPoints: [edit.pickupPoints[0], edit.pickupPoints[0]] },
      { metadata: { field: 'pickupPoints.1' } },
    ],
    ['a nameless station', { name: ' ' }, { metadata: { field: 'name' } }],
    ['no position', { position: undefined }, { metadata: { field: 'position' } }],
    ['no request id', { requestId: '' }, { metadata: { field: 'requestId' } }],
  ])('is refused %s', async (what, change, expected) => {
    const caller = what === 'no rider' ? RIDER : OPERATOR;
    const request = { ...edit, requestId: `bad-${what.replaceAll(' ', '-')}`, ...change };
    await expect(client.upsertStation(request, { caller })).rejects.toMatchObject(expected);
  });
});

describe('bad reads get a readable refusal', () => {
  it.each<[string, () => Promise<unknown>, object]>([
    ['an unknown station', () => station('mta-nyct:999'), { kind: 'not_found', reason: 'STATION_NOT_FOUND' }],
    ['an id that is none', () => station('701'), { metadata: { field: 'stationId' } }],
    ['an empty id', () => station(''), { metadata: { field: 'stationId' } }],
    ['a NUL character', () => station('a:\0'), { metadata: { field: 'stationId' } }],
    ['arrivals of an unknown station', () => arrivals({ stationId: 'a:b' }), { reason: 'STATION_NOT_FOUND' }],
    [
      'areas of an unknown station',
      () => client.listNearbyAreas({ stationId: 'a:b', kind: AreaKind.AREA_KIND_AREA }),
      { reason: 'STATION_NOT_FOUND' },
    ],
    [
      'an unknown kind of area',
      () => client.listNearbyAreas({ stationId: MAIN_ST, kind: 'x' as AreaKind }),
      { kind: 'invalid_argument' },
    ],
    [
      'a window that ends before it starts',
      () => arrivals({ toTime: new Date('2026-09-23T07:00:00-04:00') }),
      { metadata: { field: 'toTime' } },
    ],
    [
      'a window of two days',
      () => arrivals({ toTime: new Date('2026-09-25T08:00:00-04:00') }),
      { metadata: { field: 'toTime' } },
    ],
    [
      'trains of a time that ends before it starts',
      () => running(MORNING.toTime, MORNING.fromTime),
      { metadata: { field: 'toTime' } },
    ],
    ['trains of an hour', () => running(MORNING.fromTime, MORNING.toTime), { metadata: { field: 'toTime' } }],
    ['a negative number of trains', () => running(undefined, undefined, -1), { metadata: { field: 'limit' } }],
    ['a foreign page token', () => arrivals({ pageToken: 'abc' }), { metadata: { field: 'pageToken' } }],
    [
      'a page token of another list',
      () => list({ pageToken: Buffer.from('{"at":1,"trainId":"x"}').toString('base64url') }),
      { metadata: { field: 'pageToken' } },
    ],
    ['a negative page', () => list({ pageSize: -1 }), { metadata: { field: 'pageSize' } }],
    ['a place off the Earth', () => nearest(91, 0), { metadata: { field: 'position.latitude' } }],
    ['no place', () => client.findNearestStations({ radiusMeters: 1, limit: 1 }), { metadata: { field: 'position' } }],
    ['a negative radius', () => nearest(40, -73, -5), { metadata: { field: 'radiusMeters' } }],
    [
      'a day that is none',
      () => client.getArrival({ stationId: MAIN_ST, trainId: 'x', serviceDate: '2026-02-30' }),
      { metadata: { field: 'serviceDate' } },
    ],
  ])('%s', async (_what, call, expected) => {
    await expect(call()).rejects.toMatchObject(expected);
  });
});
