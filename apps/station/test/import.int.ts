import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ManualClock, type TestDatabase, testDatabase, waitFor } from '@lastmile/testing';
import { ImportRepository } from '../src/import/import.repository.js';
import { ImportService } from '../src/import/import.service.js';
import type { ImportOptions } from '../src/import/import.types.js';
import { StationRepository } from '../src/stations/station.repository.js';
import { StationService } from '../src/stations/station.service.js';
import { TimetableRepository } from '../src/timetable/timetable.repository.js';
import { TimetableService } from '../src/timetable/timetable.service.js';
import { feedWith, type Files, SMALL_FEED, withLine } from './small-feed.js';

const WEDNESDAY = { from: new Date('2026-09-23T04:00:00Z'), to: new Date('2026-09-24T04:00:00Z') };

let db: TestDatabase;
let directory: string;
let feeds = 0;
let stations: StationService;
let timetables: TimetableService;
let imports: ImportService;

beforeAll(async () => {
  db = await testDatabase('station');
  directory = await mkdtemp(join(tmpdir(), 'import-'));
  const repository = new TimetableRepository(db.database);
  stations = new StationService(new StationRepository(db.database));
  timetables = new TimetableService(repository);
  const clock = new ManualClock(new Date('2026-09-23T12:00:00Z'));
  imports = new ImportService(new ImportRepository(db.database), repository, clock);
});
afterAll(async () => {
  await db.close();
  await rm(directory, { recursive: true });
});

/** Each test has a feed of its own. */
const newFeed = () => `feed-${++feeds}`;

async function written(files: Files): Promise<string> {
  const path = await mkdtemp(join(directory, 'feed-'));
  await mkdir(path, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text);
  return path;
}

async function importFeed(feedId: string, files: Files, more: Partial<ImportOptions> & { areas?: string } = {}) {
  const { areas, ...options } = more;
  const areasPath = areas === undefined ? undefined : join(await written({ 'areas.csv': areas }), 'areas.csv');
  return imports.import(
    { feedPath: await written(files), areasPath, feedId, replayLastWeek: false, ...options },
    () => {},
  );
}

/** Trains of that Wednesday at a station, as `trip arrival`. */
async function trains(stationId: string, window = WEDNESDAY): Promise<string[]> {
  const arrivals = await timetables.listArrivals({ stationId, ...window, limit: 100 });
  return arrivals.map((a) => `${a.trainId} ${a.arriveTime.toISOString().slice(5, 16)}`);
}

const rowsOf = async () =>
  db.admin(`SELECT (SELECT count(*)::int FROM station.arrivals) AS arrivals,
    (SELECT count(*)::int FROM station.runs) AS runs, (SELECT count(*)::int FROM station.trips) AS trips,
    (SELECT count(*)::int FROM station.timetables) AS timetables, (SELECT count(*)::int FROM station.services) AS services`);

describe('an import', () => {
  it('makes the timetable readable', async () => {
    const feed = newFeed();
    const summary = await importFeed(feed, SMALL_FEED);
    expect(summary).toMatchObject({
      changed: true,
      warnings: [],
      timetable: {
        feedId: feed,
        startDate: '2026-01-01',
        endDate: '2026-12-31',
        stationCount: 3,
        trainCount: 3,
        callCount: 8,
      },
    });
    expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:10']);
    expect(await trains(`${feed}:A`)).toEqual(['T3 09-23T04:40']);
    expect(await stations.get(`${feed}:B`)).toMatchObject({
      name: 'Beta',
      timeZone: 'America/New_York',
      active: true,
      lines: [{ lineId: `${feed}:R`, shortName: '7', color: 'B933AD' }],
    });
  });

  it('of the same content changes nothing and says so, from a zip or a directory', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const before = await rowsOf();
    const version = await db.admin(`SELECT version FROM station.timetables WHERE feed_id = $1`, [feed]);
    expect(await importFeed(feed, { ...SMALL_FEED, 'fares.txt': 'ignored' })).toMatchObject({
      changed: false,
      warnings: ['ignored: fares.txt'],
    });
    expect(await rowsOf()).toEqual(before);
    expect(await db.admin(`SELECT version FROM station.timetables WHERE feed_id = $1`, [feed])).toEqual(version);
  });

  it('replaces the version before and leaves none of its rows', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const before = await rowsOf();
    const later = withLine('stop_times.txt', 4, 'T1,08:12:00,08:12:00,C,9');
    expect(await importFeed(feed, later)).toMatchObject({ changed: true });
    expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:12']);
    expect(await rowsOf()).toEqual(before);
  });

  it('keeps a station that left the feed, inactive, and takes it back when it returns', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const without = feedWith({
      'stops.txt': SMALL_FEED['stops.txt']!.replace(/^B,.*\n/m, ''),
      'stop_times.txt': SMALL_FEED['stop_times.txt']!.replace(/^T\d,.*,B,.*\n/gm, ''),
    });
    await importFeed(feed, without);
    expect(await stations.get(`${feed}:B`)).toMatchObject({ name: 'Beta', active: false, lines: [] });
    expect(await trains(`${feed}:B`)).toEqual([]);
    await importFeed(feed, SMALL_FEED);
    expect(await stations.get(`${feed}:B`)).toMatchObject({ active: true });
  });

  it('keeps what an operator has set by hand', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const edit = {
      stationId: `${feed}:B`,
      name: 'Beta (north)',
      position: { latitude: 40.7601, longitude: -73.84 },
      timeZone: '',
      pickupPoints: [{ name: 'Kerb', position: { latitude: 40.7602, longitude: -73.84 } }],
    };
    const request = { callerId: 'operator', requestId: `edit-${feed}` };
    const edited = await stations.upsert(request, edit);
    expect(await stations.upsert(request, edit)).toEqual(edited);
    await importFeed(feed, withLine('stop_times.txt', 4, 'T1,08:12:00,08:12:00,C,9'), {
      areas: 'station_id,kind,name,latitude,longitude\nB,pickup_point,Other,40.76,-73.84\n',
    });
    expect(await stations.get(`${feed}:B`)).toMatchObject({ name: 'Beta (north)', pickupPoints: edited.pickupPoints });
    await expect(stations.upsert(request, { ...edit, name: 'Gamma' })).rejects.toMatchObject({
      reason: 'REQUEST_ID_REUSED',
    });
  });

  it('that is bad is refused whole: the old timetable, stations and areas stay', async () => {
    const feed = newFeed();
    const areas = 'station_id,kind,name,latitude,longitude\nA,area,Old Town,40.751,-73.831\n';
    await importFeed(feed, SMALL_FEED, { areas });
    const before = [await rowsOf(), await stations.get(`${feed}:A`), await stations.listAreas(`${feed}:A`)];
    const bad: [Files, string | undefined, string][] = [
      [
        withLine('stop_times.txt', 4, 'T1,08:00:00,08:12:00,C,9'),
        undefined,
        'stop_times.txt line 4, arrival_time: trip "T1" arrives before it leaves the stop before',
      ],
      [
        withLine('stops.txt', 5, 'B,Renamed,95,-73.84,0,,2'),
        undefined,
        'stops.txt line 5, stop_lat: 95 is outside -90 … 90 degrees',
      ],
      [
        withLine('stops.txt', 5, 'B,Renamed,40.76,-73.84,0,,2'),
        'station_id,kind,name,latitude,longitude\nA,area,New Town,40.751,-73.831\nZ,area,X,1,1\n',
        'areas.csv line 3, station_id: "Z" is not a station of the feed',
      ],
      [
        SMALL_FEED,
        'station_id,kind,name,latitude,longitude\nA,plaza,New Town,40.751,-73.831\n',
        'areas.csv line 2, kind: "plaza" is not one of pickup_point, area, landmark',
      ],
      [SMALL_FEED, areas + areas.split('\n')[1], 'areas.csv line 3, name: station "A" has a second area "Old Town"'],
    ];
    for (const [files, badAreas, message] of bad) {
      await expect(importFeed(feed, files, { areas: badAreas })).rejects.toThrow(message);
      expect([await rowsOf(), await stations.get(`${feed}:A`), await stations.listAreas(`${feed}:A`)]).toEqual(before);
    }
  });

  it('warns of an expired calendar, and replays its last week when asked to', async () => {
    const feed = newFeed();
    const expired = feedWith({
      'calendar.txt': SMALL_FEED['calendar.txt']!.replace('20261231', '20260630'),
      'calendar_dates.txt': 'service_id,date,exception_type\nHOL,20260525,1\n',
    });
    expect((await importFeed(feed, expired)).warnings).toEqual([
      'the calendar expired on 2026-06-30: no trains are listed after that day',
    ]);
    expect(await trains(`${feed}:C`)).toEqual([]);
    const replayed = await importFeed(feed, expired, { replayLastWeek: true });
    expect(replayed).toMatchObject({
      changed: true,
      warnings: ['the calendar expired on 2026-06-30: its last valid week is replayed'],
    });
    expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:10']);
  });

  it('replaces areas and pickup points alone, keeping the ids of those that stay', async () => {
    const feed = newFeed();
    const csv = (...rows: string[]) => ['station_id,kind,name,latitude,longitude', ...rows].join('\r\n');
    const [town, park] = ['A,area,"Town, Old",40.751,-73.831', 'A,landmark,Park,40.7505,-73.8305'];
    await importFeed(feed, SMALL_FEED, { areas: csv(town, park, 'A,pickup_point,Main St,40.7502,-73.83') });
    const before = await stations.listAreas(`${feed}:A`);
    expect(before.map((area) => [area.kind, area.name])).toEqual([
      ['landmark', 'Park'],
      ['area', 'Town, Old'],
    ]);
    const [point] = (await stations.get(`${feed}:A`)).pickupPoints;
    expect(point).toMatchObject({ name: 'Main St', walkSeconds: 111 });

    const areas = csv(town, 'A,area,New Town,40.76,-73.83', 'A,pickup_point,Main St,40.7503,-73.83');
    await importFeed(feed, {}, { feedPath: undefined, areas });
    const after = await stations.listAreas(`${feed}:A`);
    expect(after.map((area) => area.name)).toEqual(['Town, Old', 'New Town']);
    expect(after[0]!.areaId).toBe(before[1]!.areaId);
    expect((await stations.get(`${feed}:A`)).pickupPoints).toMatchObject([{ pickupPointId: point!.pickupPointId }]);
  });
});

describe('beside readers, other imports and crashes', () => {
  /** Holds imports back just before their end, when all their rows are written. */
  async function stoppedBeforeTheEnd<T>(start: () => Promise<T>, meanwhile: () => Promise<void>): Promise<T> {
    let running!: Promise<T>;
    await db.database.transaction(async (tx) => {
      await tx.query('LOCK TABLE areas IN SHARE MODE');
      running = start();
      running.catch(() => undefined);
      await waitFor(async () => {
        const [row] = await db.admin<{ waiting: number }>(
          `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return row!.waiting === 1;
      });
      await meanwhile();
    });
    return running;
  }
  const AREAS = 'station_id,kind,name,latitude,longitude\nA,area,Old Town,40.751,-73.831\n';

  it('readers see the old version until the new one is complete', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const later = withLine('stop_times.txt', 4, 'T1,08:12:00,08:12:00,C,9');
    await stoppedBeforeTheEnd(
      () => importFeed(feed, later, { areas: AREAS }),
      async () => {
        expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:10']);
        expect(await stations.get(`${feed}:C`)).toMatchObject({ active: true, lines: [{ shortName: '7' }] });
        // A second import of the feed is turned away at once, one of another feed is not.
        await expect(importFeed(feed, later)).rejects.toMatchObject({ kind: 'aborted', reason: 'IMPORT_RUNNING' });
        await expect(importFeed(newFeed(), SMALL_FEED)).resolves.toMatchObject({ changed: true });
      },
    );
    expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:12']);
  });

  it('a reader that was overtaken starts over', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const repository = new TimetableRepository(db.database);
    const old = (await repository.find(`${feed}:C`))!.timetable!;
    await importFeed(feed, withLine('stop_times.txt', 4, 'T1,08:12:00,08:12:00,C,9'));
    const slices = [{ date: '2026-09-23', start: WEDNESDAY.from, services: [0], fromSeconds: 0, toSeconds: 86_400 }];
    expect(await repository.listCalls(old, { slices, limit: 10 })).toBeUndefined();
    expect(await repository.findCall(old, 'T1')).toBeUndefined();
    const find = jest.spyOn(repository, 'find').mockResolvedValueOnce({ timetable: old });
    const arrivals = await new TimetableService(repository).listArrivals({
      stationId: `${feed}:C`,
      ...WEDNESDAY,
      limit: 10,
    });
    expect(arrivals.map((a) => a.arriveTime.toISOString())).toEqual(['2026-09-23T12:12:00.000Z']);
    expect(find).toHaveBeenCalledTimes(2);
  });

  it('a process killed in the middle leaves the old version whole', async () => {
    const feed = newFeed();
    await importFeed(feed, SMALL_FEED);
    const before = await rowsOf();
    const later = await written(withLine('stop_times.txt', 4, 'T1,08:12:00,08:12:00,C,9'));
    const child = spawn(
      process.execPath,
      ['--import', './tools/typescript.mjs', 'apps/station/test/import-and-die.main.ts', later, feed],
      { env: { ...process.env, DATABASE_URL: db.url, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect([signal, output]).toEqual(['SIGKILL', 'all rows of the new version are written\n']);
    expect(await rowsOf()).toEqual(before);
    expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:10']);
    // And nothing of the dead process is in the way.
    await waitFor(
      async () =>
        (await importFeed(feed, withLine('stop_times.txt', 4, 'T1,08:12:00,08:12:00,C,9')).catch(() => undefined)) !==
        undefined,
    );
    expect(await trains(`${feed}:C`)).toEqual(['T1 09-23T12:12']);
  });
});
