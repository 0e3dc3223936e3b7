import { existsSync } from 'node:fs';
import { feedWith, type Files, SMALL_FEED, sourceOf, withLine } from '../../../test/small-feed.js';
import { contentHash, openFeedSource } from './feed-source.js';
import { GTFS_FILES } from './feed-source.types.js';
import type { Feed } from './feed.types.js';
import { readFeed } from './read-feed.js';

const read = (files: Files): Promise<Feed> => readFeed(sourceOf(files));

/** The timetable as text: trip, station, times, and whether a rider can get off. */
function calls({ trips, stations, platforms, stopTimes: s }: Feed): string[] {
  return Array.from({ length: s.length }, (_, i) => {
    const station = stations[platforms[s.platform[i]!]!.station]!.name;
    return `${trips[s.trip[i]!]!.tripId} ${station} ${clock(s.arrival[i]!)}-${clock(s.departure[i]!)}${s.alighting[i] ? '' : ' -'}`;
  });
}
const clock = (seconds: number) =>
  `${Math.floor(seconds / 3600)}:${String(Math.floor((seconds % 3600) / 60)).padStart(2, '0')}`;

describe('a sound feed', () => {
  it('becomes stations, platforms, lines, services, trips and shapes', async () => {
    const feed = await read(SMALL_FEED);
    expect(feed).toMatchObject({ slug: 'm-1', timeZone: 'America/New_York', version: '' });
    expect(feed.stations.map((s) => [s.stopId, s.wheelchair])).toEqual([
      ['A', 1],
      ['B', 2],
      ['C', 0],
    ]);
    expect(feed.platforms.map((p) => [p.stopId, p.station])).toEqual([
      ['A1', 0],
      ['A2', 0],
      ['B', 1],
      ['C', 2],
    ]);
    expect(feed.lines).toMatchObject([{ routeId: 'R', shortName: '7', color: 'B933AD', textColor: 'FFFFFF' }]);
    expect(feed.services).toMatchObject([
      { serviceId: 'WK', weekdays: 0b11111, startDate: '2026-01-01', removed: ['2026-09-07'] },
      { serviceId: 'HOL', weekdays: 0, added: ['2026-09-07'] },
    ]);
    expect(feed.shapes).toEqual([
      { line: 0, direction: 0, points: [40.75, -73.83, 40.77, -73.85] },
      { line: 0, direction: 1, points: [40.77, -73.85, 40.75, -73.83] },
    ]);
  });

  it('keeps times past midnight, fills blank ones, and lets nobody off where a train starts', async () => {
    expect(calls(await read(SMALL_FEED))).toEqual([
      'T1 Alpha 8:00-8:00 -',
      'T1 Beta 8:05-8:05',
      'T1 Gamma 8:10-8:10',
      'T2 Alpha 9:00-9:00 -',
      'T2 Beta 9:05-9:05',
      'T2 Gamma 9:10-9:10',
      'T3 Gamma 24:30-24:30 -',
      'T3 Alpha 24:40-24:40',
    ]);
  });

  it('does not depend on the order of rows or on how the file is written', async () => {
    const expected = calls(await read(SMALL_FEED)).sort();
    const [header, ...rows] = SMALL_FEED['stop_times.txt']!.split('\n');
    const shuffled = feedWith({ 'stop_times.txt': [header, ...rows.toReversed()].join('\n') });
    expect(calls(await read(shuffled)).sort()).toEqual(expected);
    const dressed = Object.fromEntries(
      Object.entries(SMALL_FEED).map(([file, text]) => [
        file,
        '\uFEFF' +
          text
            .trimEnd()
            .replaceAll('Alpha', '"Alpha"')
            .split('\n')
            .map((line) => `${line},extra`)
            .join('\r\n\r\n'),
      ]),
    );
    expect(calls(await read({ ...dressed, 'fares.txt': 'anything' })).sort()).toEqual(expected);
  });

  it('forbids getting off where drop_off_type says so', async () => {
    const text = SMALL_FEED['stop_times.txt']!.split('\n');
    const feed = await read(
      feedWith({
        'stop_times.txt': [`${text[0]},drop_off_type`, ...text.slice(1).map((l, i) => `${l},${i === 1 ? 1 : 0}`)].join(
          '\n',
        ),
      }),
    );
    expect(calls(feed)[1]).toBe('T1 Beta 8:05-8:05 -');
  });

  it('writes frequencies out as single runs', async () => {
    const frequencies =
      'trip_id,start_time,end_time,headway_secs\nT1,10:00:00,10:20:00,600\nT1,10:20:00,10:21:00,600\n';
    const feed = await read(feedWith({ 'frequencies.txt': frequencies }));
    expect(calls(feed).filter((call) => call.startsWith('T1') && call.includes('Gamma'))).toEqual([
      'T1 Gamma 8:10-8:10 -',
      'T1@10:00:00 Gamma 10:09-10:09',
      'T1@10:10:00 Gamma 10:19-10:19',
      'T1@10:20:00 Gamma 10:29-10:29',
    ]);
  });
});

describe('real feeds', () => {
  it('reads NYC line 7', async () => {
    const source = await openFeedSource('data/nyc-subway-7.gtfs.zip');
    const feed = await readFeed(source);
    source.close();
    expect(feed.slug).toBe('mta-nyct');
    expect([feed.stations.length, feed.lines.length, feed.trips.length, feed.stopTimes.length]).toEqual([
      22, 2, 1454, 29967,
    ]);
    expect(feed.lines.map((line) => [line.shortName, line.color])).toEqual([
      ['7', '9A38A1'],
      ['7X', '9A38A1'],
    ]);
  });

  const BUSAN = '../shared/data/busan-metro.gtfs.zip';
  (existsSync(BUSAN) ? it : it.skip)('reads Busan: stops without parents, files without a final newline', async () => {
    const source = await openFeedSource(BUSAN);
    const rowsOf: Record<string, number> = {};
    let bytesRead = 0;
    const onRead = (file: string, bytes: number, rows: number) => {
      rowsOf[file] = (rowsOf[file] ?? 0) + rows;
      bytesRead += bytes;
    };
    const feed = await readFeed({ ...source, onRead });
    source.close();
    expect([feed.stations.length, feed.lines.length, feed.trips.length, feed.stopTimes.length]).toEqual([
      114, 4, 3833, 109140,
    ]);
    expect(feed.timeZone).toBe('Asia/Seoul');
    expect(rowsOf).toMatchObject({ 'stops.txt': 114, 'trips.txt': 3833, 'stop_times.txt': 109140, 'calendar.txt': 3 });
    expect(bytesRead).toBe(GTFS_FILES.reduce((sum, file) => sum + (source.files.get(file) ?? 0), 0));
  });
});

test('the content hash covers what is read and nothing else', async () => {
  const hash = (files: Files) => contentHash(sourceOf(files));
  const original = await hash(SMALL_FEED);
  expect(await hash(feedWith({ 'fares.txt': 'ignored' }))).toBe(original);
  expect(await hash(withLine('stop_times.txt', 9, 'T3,24:41:00,24:41:00,A2,2'))).not.toBe(original);
});
