// What comes up the stream of a timetable: refused whole, or stored whole, and no file stays.
import { once } from 'node:events';
import type { ImportTimetableRequest } from '@lastmile/contracts';
import { asService, toDomainError } from '@lastmile/grpc';
import { waitFor } from '@lastmile/testing';
import { importFeed } from '../../../tools/import/import-feed.js';
import { LINE_7, RIDER, type StartedStation, startStation } from './start-station.js';

let station: StartedStation;
beforeAll(async () => {
  station = await startStation();
  await importFeed({ address: station.address, gtfs: LINE_7 });
});
afterAll(() => station.stop());

describe('an upload', () => {
  const header = (more = {}): ImportTimetableRequest => ({
    message: {
      $case: 'header',
      value: {
        feedId: '',
        format: 'FEED_FORMAT_ZIP',
        replayLastWeek: false,
        hasStationAreas: false,
        importId: '',
        ...more,
      } as never,
    },
  });
  const chunk = (fileName: string, data: string | Buffer): ImportTimetableRequest => ({
    message: { $case: 'chunk', value: { fileName, data: Buffer.from(data) } },
  });
  /** Sends the messages and gives the error that the service answers with. */
  async function send(messages: ImportTimetableRequest[], caller = asService('import')): Promise<unknown> {
    const call = station.client.stream.importTimetable({ caller });
    for (const message of messages) call.write(message);
    call.end();
    call.resume();
    const [error] = (await once(call, 'error')) as [Error];
    return toDomainError(error);
  }
  it.each<[string, ImportTimetableRequest[], object]>([
    ['nothing', [], { metadata: { field: 'message' } }],
    ['a chunk first', [chunk('feed.zip', 'x')], { metadata: { field: 'message' } }],
    ['two headers', [header(), header()], { metadata: { field: 'message' } }],
    ['only a header', [header()], { reason: 'FEED_INVALID', metadata: { file: 'feed.zip' } }],
    ['a bad feed id', [header({ feedId: 'No Spaces' })], { metadata: { field: 'feedId' } }],
    ['a path out of the directory', [header(), chunk('../feed.zip', 'x')], { metadata: { field: 'chunk.fileName' } }],
    [
      'pieces that alternate',
      [header(), chunk('a.txt', 'x'), chunk('b.txt', 'x'), chunk('a.txt', 'x')],
      { metadata: { field: 'chunk.fileName' } },
    ],
    [
      'a piece that is too large',
      [header(), chunk('feed.zip', Buffer.alloc(1024 ** 2 + 1))],
      { metadata: { field: 'data' } },
    ],
    [
      'what is no zip',
      [header(), chunk('feed.zip', 'x')],
      { reason: 'FEED_INVALID', message: 'feed.zip: is not a zip archive' },
    ],
    [
      'a directory without stops',
      [header(), chunk('agency.txt', 'agency_name,agency_timezone\nM,Asia/Seoul')],
      { reason: 'FEED_INVALID', metadata: { file: 'stops.txt' } },
    ],
    [
      'announced areas that do not come',
      [header({ hasStationAreas: true }), chunk('feed.zip', 'x')],
      { metadata: { field: 'message' } },
    ],
    [
      'areas for a feed that is not there',
      [header({ feedId: 'x' }), chunk('areas.csv', 'station_id\n')],
      { reason: 'TIMETABLE_NOT_FOUND' },
    ],
  ])('of %s is refused, changes nothing and leaves no file', async (_what, messages, expected) => {
    const before = (await station.client.listTimetables({})).timetables;
    const error = await send(messages);
    expect(error).toMatchObject(expected);
    expect((await station.client.listTimetables({})).timetables).toEqual(before);
    expect(await station.spooled()).toEqual([]);
  });

  it('is for operators', async () => {
    expect(await send([header()], RIDER as never)).toMatchObject({ kind: 'permission_denied' });
  });

  it('reports progress, then the summary, and leaves no file', async () => {
    const seen: { phase: string; bytesDone: number; bytesTotal: number; rowsDone: number }[] = [];
    const summary = await importFeed({
      address: station.address,
      gtfs: LINE_7,
      feedId: 'again',
      replayLastWeek: true,
      onProgress: (p) => seen.push(p),
    });
    expect(summary).toMatchObject({
      changed: true,
      warnings: [],
      timetable: { feedId: 'again', replayLastWeek: true },
    });
    expect(new Set(seen.map((p) => p.phase))).toEqual(
      new Set([
        'agency.txt',
        'feed_info.txt',
        'calendar.txt',
        'calendar_dates.txt',
        'routes.txt',
        'stops.txt',
        'trips.txt',
        'shapes.txt',
        'stop_times.txt',
        'storing',
      ]),
    );
    expect(seen.at(-1)!.bytesDone).toBe(seen.at(-1)!.bytesTotal);
    await waitFor(async () => (await station.spooled()).length === 0);
  });
});
