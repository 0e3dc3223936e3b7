/**
 * `npm run bench:import`: imports the Busan metro's timetable, repeated tenfold (1,091,400 stop times), into a fresh local
 * PostgreSQL, and prints seconds, rows per second and the peak memory of the importing process. Then how long an hour's
 * arrivals at one station take to list while the timetable is that large.
 */
import 'reflect-metadata';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { startLocalPostgres } from '@lastmile/local-postgres';
import { Database, migrate } from '@lastmile/postgres';
import { clockFromEnv } from '@lastmile/config';
import { createLogger } from '@lastmile/telemetry';
import { openFeedSource } from '../apps/station/src/import/gtfs/feed-source.js';
import { ImportRepository } from '../apps/station/src/import/import.repository.js';
import { ImportService } from '../apps/station/src/import/import.service.js';
import { RunningTrainRepository } from '../apps/station/src/timetable/running-train.repository.js';
import { RunningTrainService } from '../apps/station/src/timetable/running-train.service.js';
import { TimetableRepository } from '../apps/station/src/timetable/timetable.repository.js';
import { TimetableService } from '../apps/station/src/timetable/timetable.service.js';

const FEED = '../shared/data/busan-metro.gtfs.zip';
const COPIES = 10;
const FEED_ID = 'busan';
/** In each file the columns whose values a copy suffixes, so that copies share the lines and services only. */
const SUFFIXED: Record<string, string[]> = {
  'stops.txt': ['stop_id', 'parent_station'],
  'trips.txt': ['trip_id', 'shape_id'],
  'shapes.txt': ['shape_id'],
  'stop_times.txt': ['trip_id', 'stop_id'],
};

const [directory, url] = process.argv.slice(2);
if (directory && url) await importOnce(directory, url);
else if (existsSync(FEED)) await main();
else console.log(`skipped: ${FEED} is not here`);

async function main(): Promise<void> {
  const feed = await mkdtemp(join(tmpdir(), 'bench-feed-'));
  const data = await mkdtemp(join(tmpdir(), 'bench-postgres-'));
  const postgres = await startLocalPostgres({ directory: data });
  try {
    await migrate({ adminUrl: postgres.adminUrl, passwordFor: postgres.passwordFor, services: ['station'] });
    await multiply(feed);
    // A process of its own: writing the feed must not count.
    for (const round of ['first import', 'second version of the same feed']) {
      if (round !== 'first import') await touch(feed);
      console.log(`${round}:`);
      const args = [...process.execArgv, process.argv[1]!, feed, postgres.urlFor('station')];
      const [code] = (await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit')) as [number];
      if (code !== 0) throw new Error(`the import failed with exit code ${code}`);
    }
  } finally {
    await postgres.stop();
    await Promise.all([rm(feed, { recursive: true }), rm(data, { recursive: true })]);
  }
}

async function importOnce(feedPath: string, url: string): Promise<void> {
  const logger = createLogger({ service: 'station', level: 'silent' });
  const database = new Database({ url, service: 'station', logger });
  const repository = new TimetableRepository(database);
  const imports = new ImportService(new ImportRepository(database), repository, clockFromEnv());
  const start = performance.now();
  const { timetable } = await imports.import({ feedPath, feedId: FEED_ID, replayLastWeek: false }, () => {});
  const seconds = (performance.now() - start) / 1000;
  const rate = Math.round(timetable.callCount / seconds).toLocaleString('en');
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`  ${timetable.callCount} stop times in ${seconds.toFixed(1)} s, ${rate} rows/s, peak RSS ${peak} MB`);
  await listArrivals(new TimetableService(repository));
  await listRunningTrains(new RunningTrainService(repository, new RunningTrainRepository(database)));
  await database.close();
}

async function listArrivals(timetables: TimetableService): Promise<void> {
  await measure("an hour's arrivals", 200, async (hour) => {
    const from = new Date(Date.UTC(2026, 8, 22, hour));
    const query = { from, to: new Date(from.getTime() + 3_600_000), limit: 100 };
    return (await timetables.listArrivals({ stationId: `${FEED_ID}:${119}-${hour % COPIES}`, ...query })).length;
  });
}

/** At every quarter of an hour from six in the morning to half past eleven at night. */
async function listRunningTrains(trains: RunningTrainService): Promise<void> {
  await measure('all trains under way', 70, async (quarter) => {
    const at = new Date(Date.parse('2026-09-22T06:00:00+09:00') + quarter * 900_000);
    return (await trains.list(at, at, 2_000)).length;
  });
}

/** `read` gives how many it found. */
async function measure(what: string, rounds: number, read: (round: number) => Promise<number>): Promise<void> {
  const times: number[] = [];
  let found = 0;
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    found += await read(round);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): string => times[Math.floor(times.length * share)]!.toFixed(1);
  console.log(`  ${what}: ${at(0.5)} ms at the median, ${at(0.99)} ms at the 99th percentile (${found} found)`);
}

async function multiply(target: string): Promise<void> {
  const source = await openFeedSource(FEED);
  for (const file of source.files.keys()) {
    const columns = SUFFIXED[file] ?? [];
    await pipeline(copies(await source.open(file), columns), createWriteStream(join(target, file)));
  }
  source.close();
}

async function* copies(bytes: NodeJS.ReadableStream, suffixed: readonly string[]): AsyncGenerator<string> {
  let header: string[] | undefined;
  for await (const line of createInterface({ input: bytes, crlfDelay: Infinity })) {
    if (!header) {
      header = line.split(',');
      yield `${line}\n`;
      continue;
    }
    const indexes = suffixed.map((column) => header!.indexOf(column)).filter((index) => index >= 0);
    if (indexes.length === 0) yield `${line}\n`;
    else for (let copy = 0; copy < COPIES; copy++) yield `${withSuffix(line, indexes, `-${copy}`)}\n`;
  }
}

/** The Busan feed quotes nothing. */
function withSuffix(line: string, indexes: readonly number[], suffix: string): string {
  const cells = line.split(',');
  for (const index of indexes) if (cells[index]) cells[index] += suffix;
  return cells.join(',');
}

/** Another version with the same timetable: a new name changes the content. */
async function touch(feed: string): Promise<void> {
  const file = createWriteStream(join(feed, 'feed_info.txt'));
  file.end('feed_publisher_name,feed_publisher_url,feed_lang,feed_version\nbench,https://bench.example,en,2\n');
  await once(file, 'close');
}
