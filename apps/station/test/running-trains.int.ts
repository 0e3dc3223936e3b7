// Trains under way: who is between which stations at a moment, on which service day.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock, type TestDatabase, testDatabase } from '@lastmile/testing';
import { ImportRepository } from '../src/import/import.repository.js';
import { ImportService } from '../src/import/import.service.js';
import { RunningTrainRepository } from '../src/timetable/running-train.repository.js';
import { RunningTrainService } from '../src/timetable/running-train.service.js';
import { TimetableRepository } from '../src/timetable/timetable.repository.js';
import { feedWith, type Files, SMALL_FEED } from './small-feed.js';

let db: TestDatabase;
let trains: RunningTrainService;
let imports: ImportService;

beforeAll(async () => {
  db = await testDatabase('station');
  const timetables = new TimetableRepository(db.database);
  trains = new RunningTrainService(timetables, new RunningTrainRepository(db.database));
  const clock = new ManualClock(new Date('2026-09-23T12:00:00Z'));
  imports = new ImportService(new ImportRepository(db.database), timetables, clock);
  await importFeed(SMALL_FEED);
});
afterAll(() => db.close());

async function importFeed(files: Files): Promise<void> {
  const feedPath = await mkdtemp(join(tmpdir(), 'feed-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(feedPath, name), text);
  await imports.import({ feedPath, feedId: 'm', replayLastWeek: false }, () => {});
  await rm(feedPath, { recursive: true });
}

/** As `train service-day: stations`. */
async function running(from: string, to = from, limit = 10): Promise<string[]> {
  const found = await trains.list(new Date(from), new Date(to), limit);
  return found.map(
    ({ trainId, serviceDate, calls }) =>
      `${trainId} ${serviceDate}: ${calls.map(({ stationName }) => stationName).join(' ')}`,
  );
}

describe('at a moment', () => {
  it.each([
    ['before its first stop', '2026-09-23T07:59:59-04:00', []],
    ['at its first stop', '2026-09-23T08:00:00-04:00', ['T1 2026-09-23: Alpha Beta']],
    ['on its way', '2026-09-23T08:04:59-04:00', ['T1 2026-09-23: Alpha Beta']],
    ['at a stop', '2026-09-23T08:05:00-04:00', ['T1 2026-09-23: Beta Gamma']],
    ['before its last stop', '2026-09-23T08:09:59-04:00', ['T1 2026-09-23: Beta Gamma']],
    ['at its end', '2026-09-23T08:10:00-04:00', []],
  ])('a train %s', async (_where, at, expected) => {
    expect(await running(at)).toEqual(expected);
  });

  it('a train past midnight runs on the service day before', async () => {
    expect(await running('2026-09-24T00:35:00-04:00')).toEqual(['T3 2026-09-23: Gamma Alpha']);
    // Friday's night train; Saturday has none of its own.
    expect(await running('2026-09-26T00:35:00-04:00')).toEqual(['T3 2026-09-25: Gamma Alpha']);
    expect(await running('2026-09-27T00:35:00-04:00')).toEqual([]);
  });

  it('exceptions of the calendar apply', async () => {
    expect(await running('2026-09-07T08:04:00-04:00')).toEqual([]);
    expect(await running('2026-09-07T09:04:00-04:00')).toEqual(['T2 2026-09-07: Alpha Beta']);
    expect(await running('2026-09-08T09:04:00-04:00')).toEqual([]);
  });

  it('tells instants and places', async () => {
    const [train] = await trains.list(new Date('2026-09-24T04:35:00Z'), new Date('2026-09-24T04:35:00Z'), 1);
    expect(train).toMatchObject({
      line: { lineId: 'm:R', shortName: '7', color: 'B933AD' },
      headsign: 'Alpha',
      directionId: 1,
      calls: [
        { stationId: 'm:C', position: { latitude: 40.77, longitude: -73.85 } },
        { stationId: 'm:A', position: { latitude: 40.75, longitude: -73.83 } },
      ],
    });
    expect(train!.calls.map(({ arriveTime, departTime }) => [arriveTime.toJSON(), departTime.toJSON()])).toEqual([
      ['2026-09-24T04:30:00.000Z', '2026-09-24T04:30:00.000Z'],
      ['2026-09-24T04:40:00.000Z', '2026-09-24T04:40:00.000Z'],
    ]);
  });
});

it('over some time, a train tells all its stops in it, and one that starts meanwhile is there', async () => {
  const whole = ['T1 2026-09-23: Alpha Beta Gamma'];
  expect(await running('2026-09-23T08:04:00-04:00', '2026-09-23T08:06:00-04:00')).toEqual(whole);
  expect(await running('2026-09-23T07:50:00-04:00', '2026-09-23T08:05:00-04:00')).toEqual(whole);
  expect(await running('2026-09-23T07:50:00-04:00', '2026-09-23T08:00:00-04:00')).toEqual([
    'T1 2026-09-23: Alpha Beta',
  ]);
  expect(await running('2026-09-23T08:09:00-04:00', '2026-09-23T08:24:00-04:00')).toEqual([
    'T1 2026-09-23: Beta Gamma',
  ]);
});

it('clocks that spring forward move no train', async () => {
  await importFeed({
    ...SMALL_FEED,
    'calendar.txt': SMALL_FEED['calendar.txt']!.replace('WK,1,1,1,1,1,0,0', 'WK,1,1,1,1,1,1,1'),
  });
  expect(await running('2026-03-08T08:04:00-04:00')).toEqual(['T1 2026-03-08: Alpha Beta']);
  // The night train of the day that was an hour short.
  expect(await running('2026-03-09T00:35:00-04:00')).toEqual(['T3 2026-03-08: Gamma Alpha']);
});

it('runs of a frequency are trains, their template is none', async () => {
  await importFeed(
    feedWith({ 'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nT1,10:00:00,10:06:00,180\n' }),
  );
  expect(await running('2026-09-23T08:04:00-04:00')).toEqual([]);
  expect(await running('2026-09-23T10:06:00-04:00')).toEqual([
    'T1@10:00:00 2026-09-23: Beta Gamma',
    'T1@10:03:00 2026-09-23: Alpha Beta',
  ]);
  expect(await running('2026-09-23T10:06:00-04:00', undefined, 1)).toHaveLength(1);
});
