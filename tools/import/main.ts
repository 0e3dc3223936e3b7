/** `npm run import -- --gtfs <zip | directory> [--station-areas <csv>] [--feed-id <id>] [--replay-last-week]` */
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import type { ImportProgress, ImportSummary } from '@lastmile/contracts';
import { stationForImport } from './station-for-import.js';
import { type Feed, importFeed } from './import-feed.js';

const command = new Command('import')
  .description('Imports a GTFS timetable, and what lies around its stations, into the station service.')
  .option('--gtfs <path>', 'the feed: a zip file or a directory')
  .option(
    '--station-areas <csv>',
    'pickup points, neighbourhoods and landmarks: station_id,kind,name,latitude,longitude',
  )
  .option('--feed-id <id>', "the feed's name over its versions (default: made from its first agency's id)")
  .option('--replay-last-week', 'serve days after an expired calendar as a repetition of its last valid week', false);

try {
  const feed = command.parse().opts<Feed>();
  if (!feed.gtfs && !feed.stationAreas) command.error('error: --gtfs <zip | directory> is required');
  for (const path of [feed.gtfs, feed.stationAreas]) {
    if (path && !existsSync(path)) command.error(`error: ${path}: no such file or directory`);
  }
  const station = await stationForImport();
  try {
    console.log(`importing into ${station.description}`);
    print(await withProgressBar((onProgress) => importFeed({ address: station.address, ...feed, onProgress })));
  } finally {
    await station.close();
  }
} catch (error) {
  console.error(`import failed: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function withProgressBar<T>(run: (onProgress: (progress: ImportProgress) => void) => Promise<T>): Promise<T> {
  const format = '{bar} {percentage}%  {rows} rows  {phase}';
  const bar = new SingleBar({ format, hideCursor: true, clearOnComplete: true, etaBuffer: 1 });
  let started = false;
  try {
    return await run(({ bytesDone, bytesTotal, rowsDone, phase }) => {
      const payload = { phase, rows: rowsDone.toLocaleString('en') };
      if (!started) bar.start(bytesTotal, bytesDone, payload);
      started = true;
      bar.update(bytesDone, payload);
    });
  } finally {
    bar.stop();
  }
}

function print({ timetable, changed, warnings, areaCount }: ImportSummary): void {
  if (timetable) {
    const { feedId, feedVersion, startDate, endDate, stationCount, trainCount, callCount } = timetable;
    const counts = `${count(stationCount)} stations, ${count(trainCount)} trains, ${count(callCount)} calls`;
    console.log(`${feedId} (${feedVersion}): ${counts}, ${startDate} to ${endDate}`);
  }
  if (areaCount > 0) console.log(`${count(areaCount)} areas and pickup points`);
  if (!changed) console.log('this timetable was in force already: nothing changed');
  for (const warning of warnings) console.log(`warning: ${warning}`);
}

function count(number: number): string {
  return number.toLocaleString('en');
}
