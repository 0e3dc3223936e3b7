// Imports as others watch them, over real gRPC: while they run, when they are done, fail, break off, or their process dies.
import { ImportStatus, type ImportTimetableRequest } from '@lastmile/contracts';
import { asService } from '@lastmile/grpc';
import { waitFor } from '@lastmile/testing';
import { type StartedStation, startStation } from './start-station.js';
import { feedWith, SMALL_FEED, withLine, type Files } from './small-feed.js';

let station: StartedStation;
let client: StartedStation['client'];
beforeAll(async () => {
  station = await startStation();
  ({ client } = station);
});
afterAll(() => station.stop());

const operator = { caller: { userId: 'op', roles: ['operator' as const] } };
const read = async (importId: string) => (await client.getImport({ importId }, operator)).import!;
const header = (importId: string, feedId: string): ImportTimetableRequest =>
  ({
    message: {
      $case: 'header',
      value: { feedId, format: 'FEED_FORMAT_DIRECTORY', replayLastWeek: false, hasStationAreas: false, importId },
    },
  }) as never;
const pieces = (files: Files): ImportTimetableRequest[] =>
  Object.entries(files).map(([fileName, text]) => ({
    message: { $case: 'chunk', value: { fileName, data: Buffer.from(text) } },
  }));

/** Sends the header, and says how to send the rest and how it ended. */
function upload(importId: string, feedId: string) {
  const call = client.stream.importTimetable({ caller: asService('import') });
  call.write(header(importId, feedId));
  call.resume();
  const ended = new Promise<Error | undefined>((resolve) => {
    call.once('end', () => resolve(undefined)).once('error', resolve);
  });
  const send = (files: Files) => pieces(files).forEach((piece) => call.write(piece));
  return { call, send, ended };
}

async function importAll(importId: string, feedId: string, files: Files) {
  const { call, send, ended } = upload(importId, feedId);
  send(files);
  call.end();
  await ended;
  return read(importId);
}

test('an import is seen while its upload comes, and when its timetable is in force', async () => {
  const { call, send, ended } = upload('watched', 'feed-a');
  send({ 'agency.txt': SMALL_FEED['agency.txt']! });
  const size = Buffer.byteLength(SMALL_FEED['agency.txt']!);
  await waitFor(async () => (await read('watched').catch(() => undefined))?.progress?.bytesDone === size);
  expect(await read('watched')).toMatchObject({
    status: ImportStatus.IMPORT_STATUS_RUNNING,
    progress: { phase: 'receiving', bytesTotal: 0 },
    endTime: undefined,
  });
  send(feedWith({ 'agency.txt': undefined }));
  call.end();
  await ended;
  const done = await read('watched');
  expect(done).toMatchObject({ status: ImportStatus.IMPORT_STATUS_DONE, feedId: 'feed-a', changed: true });
  // Eight calls; nobody arrives at the first of each of three trains.
  expect(done.progress).toMatchObject({ phase: 'storing', rowsDone: 5 });
  expect(done.endTime!.getTime()).toBeGreaterThanOrEqual(done.startTime!.getTime());
});

test('a refused feed is told with file, line and field; the id serves the next try', async () => {
  const bad = withLine('stop_times.txt', 3, 'T1,08:05:00,08:05:30,NOWHERE,5');
  expect(await importAll('again', 'feed-b', bad)).toMatchObject({
    status: ImportStatus.IMPORT_STATUS_FAILED,
    failure: { reason: 'FEED_INVALID', file: 'stop_times.txt', line: 3, field: 'stop_id' },
  });
  expect(await importAll('again', 'feed-b', SMALL_FEED)).toMatchObject({
    status: ImportStatus.IMPORT_STATUS_DONE,
    failure: undefined,
  });
  expect(await importAll('again', 'feed-b', SMALL_FEED)).toMatchObject({ changed: false, feedId: 'feed-b' });
});

test('an upload that breaks off has failed', async () => {
  const { call, send, ended } = upload('broken', 'feed-c');
  send({ 'agency.txt': SMALL_FEED['agency.txt']! });
  await waitFor(async () => (await read('broken').catch(() => undefined)) !== undefined);
  call.cancel();
  await ended;
  await waitFor(async () => (await read('broken')).status === ImportStatus.IMPORT_STATUS_FAILED);
});

test('an id is for one import at a time', async () => {
  const first = upload('twice', 'feed-d');
  await waitFor(async () => (await read('twice').catch(() => undefined)) !== undefined);
  expect((await upload('twice', 'feed-d').ended)?.message).toContain('import twice is running');
  expect((await read('twice')).status).toBe(ImportStatus.IMPORT_STATUS_RUNNING);
  first.send(SMALL_FEED);
  first.call.end();
  await first.ended;
  expect((await read('twice')).status).toBe(ImportStatus.IMPORT_STATUS_DONE);
});

test('an import whose process has died has failed, and its id is free', async () => {
  await station.db
    .admin(`INSERT INTO station.imports (import_id, phase, alive_time) VALUES ('dead', 'storing', now() - interval '1 min'),
    ('alive', 'storing', now())`);
  expect((await read('alive')).status).toBe(ImportStatus.IMPORT_STATUS_RUNNING);
  expect(await read('dead')).toMatchObject({
    status: ImportStatus.IMPORT_STATUS_FAILED,
    failure: { reason: 'IMPORT_LOST' },
    progress: { phase: 'storing' },
  });
  expect((await importAll('dead', 'feed-e', SMALL_FEED)).status).toBe(ImportStatus.IMPORT_STATUS_DONE);
});

test('only operators ask, and only for what there is', async () => {
  const asRider = { caller: { userId: 'r', roles: ['rider' as const] } };
  await expect(client.getImport({ importId: 'dead' }, asRider)).rejects.toMatchObject({ kind: 'permission_denied' });
  await expect(client.getImport({ importId: 'none' }, operator)).rejects.toMatchObject({ reason: 'IMPORT_NOT_FOUND' });
  await expect(client.getImport({ importId: '' }, operator)).rejects.toMatchObject({ kind: 'invalid_argument' });
});
