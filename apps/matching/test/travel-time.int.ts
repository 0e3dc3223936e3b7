// Both sources of driving times keep the same promises, and a routing server in any state costs little.
import type { ServerResponse } from 'node:http';
import { travelSeconds, type LatLng } from '@lastmile/geo';
import { createLogger } from '@lastmile/telemetry';
import { waitFor } from '@lastmile/testing';
import { GreatCircleTravelTime } from '../src/travel/great-circle-travel-time.js';
import { OsrmTravelTime } from '../src/travel/osrm-travel-time.js';
import type { TravelTime } from '../src/travel/travel-time.js';
import { OsrmServer, streetSeconds, type TableAnswer } from './osrm-server.js';

const AT = { hour: 8 };
const PAUSE_MS = 30_000;
const HOUR_MS = 3_600_000;
/** On the middles of cells. */
const place = (north: number, east = 0): LatLng => ({
  latitude: (407_000 + north) / 10_000,
  longitude: (-739_000 + east) / 10_000,
});
const [station, home, office] = [place(0), place(100), place(50, 80)];
const estimate = (from: LatLng, to: LatLng) => travelSeconds(from, to, AT.hour);

let server: OsrmServer;
let nowMs = 1;
let osrm: OsrmTravelTime;
const logLines: string[] = [];
const logger = createLogger(
  { service: 'matching', level: 'warn' },
  { write: (line: string) => void logLines.push(line) },
);
/** Answers in time are waited for, however busy this machine is. */
const osrmAt = (url: string, timeoutMs = 30_000) =>
  new OsrmTravelTime({ url, timeoutMs, mostPlaces: 100 }, logger, () => nowMs);
beforeAll(async () => void (server = await OsrmServer.start()));
beforeEach(() => {
  server.clear();
  logLines.length = 0;
  osrm = osrmAt(server.url);
});
afterAll(() => server.stop());

describe.each<[string, () => TravelTime]>([
  ['the built-in estimate', () => new GreatCircleTravelTime()],
  ['a routing server', () => osrm],
  ['a routing server that is not there', () => osrmAt('http://127.0.0.1:9')],
])('%s', (_, travelTime) => {
  it('has a time for every pair, none for staying, and the same one twice', async () => {
    const places = Array.from({ length: 130 }, (_, i) => place(i % 12, i * 7));
    const drive = await travelTime().among(places, AT);
    const wrong = places.flatMap((from) =>
      places.filter((to) => {
        const seconds = drive(from, to);
        const isPlausible = from === to ? seconds === 0 : seconds > 0 && seconds < 3600;
        return !isPlausible || drive(from, to) !== seconds;
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('has an estimate for places it was not told of', async () => {
    const drive = await travelTime().among([station], AT);
    expect(drive(station, home)).toBe(estimate(station, home));
    expect((await travelTime().among([], AT))(home, office)).toBe(estimate(home, office));
  });
});

it('knows what the routing server says, each way', async () => {
  const drive = await osrm.among([station, home, office], AT);
  expect(drive(station, home)).toBe(streetSeconds(station, home));
  expect(drive(home, station)).toBe(streetSeconds(home, station));
  expect(drive(home, station)).toBeGreaterThan(drive(station, home));
  expect(server.requests.map(({ path }) => path)).toEqual([
    '/table/v1/driving/-73.9000,40.7000;-73.9000,40.7100;-73.8920,40.7050?annotations=duration',
  ]);
});

it('asks for more places than a table may have in parts', async () => {
  const places = Array.from({ length: 230 }, (_, i) => place(i, i % 9));
  const drive = await osrm.among(places, AT);
  for (const [i, from] of places.entries()) {
    const to = places[(i * 31 + 7) % places.length]!;
    expect(drive(from, to)).toBe(streetSeconds(from, to));
  }
  expect(Math.max(...server.requests.map((request) => request.places.length))).toBe(100);
});

describe('the memory', () => {
  it('is asked first, and the server for what is new only', async () => {
    const known = [station, ...Array.from({ length: 20 }, (_, i) => place(10 + i))];
    await osrm.among(known, AT);
    server.clear();
    await osrm.among(known.toReversed(), { hour: 17 });
    expect(server.requests).toEqual([]);
    const drive = await osrm.among([...known, office], AT);
    expect(drive(station, office)).toBe(streetSeconds(station, office));
    expect(server.pairs).toBeLessThan(2 * (known.length + 2));
  });

  it('lasts an hour', async () => {
    await osrm.among([station, home], AT);
    nowMs += HOUR_MS - 1;
    await osrm.among([station, home], AT);
    expect(server.requests).toHaveLength(1);
    nowMs += 2;
    await osrm.among([station, home], AT);
    expect(server.requests).toHaveLength(2);
  });

  it('does not grow without end', async () => {
    const crowd = (n: number) => Array.from({ length: 400 }, (_, i) => place(1000 * n + i, i % 3));
    await osrm.among([station, home], AT);
    for (const n of [1, 2, 3]) await osrm.among(crowd(n), AT);
    server.clear();
    await osrm.among([station, home], AT);
    expect(server.requests).toHaveLength(1);
  });
});

describe('where there is no way', () => {
  it('the time is estimated, and not asked for again', async () => {
    server.answer = ({ code, durations }, response) => {
      const rows = durations as (number | null)[][];
      rows[0]![1] = null;
      response.end(JSON.stringify({ code, durations: rows }));
    };
    for (let time = 0; time < 2; time++) {
      const drive = await osrm.among([station, home], AT);
      expect(drive(station, home)).toBe(estimate(station, home));
      expect(drive(home, station)).toBe(streetSeconds(home, station));
    }
    expect(server.requests).toHaveLength(1);
  });
});

const answering =
  (change: (table: TableAnswer) => unknown) =>
  (table: TableAnswer, response: ServerResponse): void =>
    void response.end(JSON.stringify(change(table)));

describe.each<[string, OsrmServer['answer']]>([
  ['an error', (_, response) => void response.writeHead(500).end('broken')],
  ['no answer', () => undefined],
  ['half an answer', (_, response) => void response.writeHead(200).write('{"code":"Ok","durations":[[0,')],
  ['a closed connection', (_, response) => void response.destroy()],
  ['something else than JSON', (_, response) => void response.end('<html>')],
  ['another JSON', answering(() => null)],
  ['a refusal', answering(() => ({ code: 'NoTable', message: 'no table' }))],
  ['a row too few', answering(({ code, durations }) => ({ code, durations: (durations as unknown[]).slice(1) }))],
  [
    'a column too many',
    answering(({ code, durations }) => ({ code, durations: (durations as number[][]).map((row) => [...row, 1]) })),
  ],
  ['negative times', answering(({ code }) => ({ code, durations: [0, -1].map((s) => [s, s]) }))],
  ['times that are no numbers', answering(({ code }) => ({ code, durations: [0, '9'].map((s) => [s, s]) }))],
  ['times of days', answering(({ code }) => ({ code, durations: [0, 1e9].map((s) => [s, s]) }))],
])('a routing server that gives %s', (_, answer) => {
  it('is replaced by estimates, left alone for a while, and then asked again', async () => {
    const hasty = osrmAt(server.url, 1_000);
    const homeward = async () => (await hasty.among([station, home], AT))(station, home);
    server.answer = answer;
    expect(await homeward()).toBe(estimate(station, home));
    server.clear();
    nowMs += PAUSE_MS - 1;
    expect(await homeward()).toBe(estimate(station, home));
    expect(server.requests).toEqual([]);
    expect(logLines).toHaveLength(1);
    nowMs += 1;
    expect(await homeward()).toBe(streetSeconds(station, home));
  });
});

it('keeps what it has heard while the server is left alone', async () => {
  await osrm.among([station, home], AT);
  server.answer = (_, response) => void response.destroy();
  const drive = await osrm.among([station, home, office], AT);
  expect([drive(station, home), drive(station, office)]).toEqual([
    streetSeconds(station, home),
    estimate(station, office),
  ]);
});

it('keeps the parts that came when others did not', async () => {
  server.answer = ({ code, durations }, response) => {
    const { places, sources, destinations } = server.requests.at(-1)!;
    const isLost =
      places[sources[0]!]?.latitude === station.latitude && places[destinations[0]!]?.latitude === place(50).latitude;
    if (isLost) response.destroy();
    else response.end(JSON.stringify({ code, durations }));
  };
  const places = Array.from({ length: 200 }, (_, i) => place(i));
  const drive = await osrm.among(places, AT);
  const known = places.flatMap((from) =>
    places.filter((to) => from !== to && drive(from, to) === streetSeconds(from, to)),
  );
  expect(known.length).toBe(200 * 199 - 50 * 50);
});

it('is asked once by plans that fail side by side', async () => {
  const waiting: ServerResponse[] = [];
  server.answer = (_, response) => void waiting.push(response);
  const plans = [1, 2, 3].map((n) => osrm.among([station, place(n)], AT));
  await waitFor(() => waiting.length === 3);
  waiting.forEach((response) => response.destroy());
  await Promise.all(plans);
  expect(logLines).toHaveLength(1);
  server.clear();
  await osrm.among([station, home], AT);
  expect(server.requests).toEqual([]);
});
