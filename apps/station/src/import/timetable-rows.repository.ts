/** Writes the rows of one feed version inside the import's transaction. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Transaction } from '@lastmile/postgres';
import { arrivalRows, tripRows } from './gtfs/copy-rows.js';
import { runRows } from './gtfs/run-rows.js';
import type { Feed } from './gtfs/feed.types.js';
import type { TimetableHeader } from './timetable-header.core.js';

export interface FeedVersion extends TimetableHeader {
  readonly feed: Feed;
}

/**
 * `stations` are the permanent numbers of the feed's stations, in its order; `onStored` gets the number of arrivals
 * copied so far.
 */
export async function insertFeedVersion(
  tx: Transaction,
  next: FeedVersion,
  stations: readonly number[],
  onStored: (rows: number) => void,
): Promise<void> {
  const version = await insertTimetable(tx, next);
  await insertServices(tx, version, next.feed);
  await insertLines(tx, version, next, stations);
  await insertPlatforms(tx, version, next.feed, stations);
  await copy(tx, TRIPS, tripRows(version, next.feed), () => {});
  await copy(tx, ARRIVALS, arrivalRows(version, next.feed, stations), onStored);
  await copy(tx, RUNS, runRows(version, next.feed, stations), () => {});
  await tx.query(
    `UPDATE timetables SET longest_run_seconds =
       (SELECT coalesce(max(end_seconds - start_seconds), 0) FROM runs WHERE version = $1) WHERE version = $1`,
    [version],
  );
}

const TRIPS = 'trips (version, trip_no, trip_id, line_no, service_no, direction_id, headsign)';
const ARRIVALS =
  'arrivals (version, station_no, service_no, arrival_seconds, departure_seconds, trip_no, stop_sequence)';
const RUNS =
  'runs (version, service_no, start_seconds, end_seconds, trip_no, station_nos, arrival_seconds, departure_seconds)';

async function insertTimetable(tx: Transaction, next: FeedVersion): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    `INSERT INTO timetables (feed_id, feed_version, content_hash, time_zone, start_date, end_date, replay_last_week,
       max_seconds, station_count, train_count, call_count, import_time, longest_run_seconds)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0) RETURNING version`,
    [
      next.feedId,
      next.feedVersion,
      next.contentHash,
      next.feed.timeZone,
      next.startDate,
      next.endDate,
      next.replayLastWeek,
      next.maxSeconds,
      next.feed.stations.length,
      next.feed.trips.length,
      next.feed.stopTimes.length,
      next.importTime,
    ],
  );
  return version;
}

async function insertServices(tx: Transaction, version: number, { services }: Feed): Promise<void> {
  await tx.query(
    `INSERT INTO services (version, service_no, service_id, weekdays, start_date, end_date, added, removed)
     SELECT $1, number, "serviceId", weekdays, nullif("startDate", '')::date, nullif("endDate", '')::date, added, removed
     FROM jsonb_to_recordset($2) AS s (number int, "serviceId" text, weekdays smallint, "startDate" text, "endDate" text,
       added date[], removed date[])`,
    [version, JSON.stringify(services.map((service, number) => ({ number, ...service })))],
  );
}

async function insertLines(
  tx: Transaction,
  version: number,
  { feedId, feed }: FeedVersion,
  stations: readonly number[],
): Promise<void> {
  await tx.query(
    `INSERT INTO lines (version, line_no, line_id, short_name, long_name, color, text_color, route_type, sort_order)
     SELECT $1, number, $2 || ':' || "routeId", "shortName", "longName", color, "textColor", "routeType", "sortOrder"
     FROM jsonb_to_recordset($3) AS l (number int, "routeId" text, "shortName" text, "longName" text, color text,
       "textColor" text, "routeType" int, "sortOrder" int)`,
    [version, feedId, JSON.stringify(feed.lines.map((line, number) => ({ number, ...line })))],
  );
  await tx.query(
    `INSERT INTO line_shapes (version, line_no, direction_id, points)
     SELECT $1, line, direction, points FROM jsonb_to_recordset($2) AS s (line int, direction smallint, points float8[])`,
    [version, JSON.stringify(feed.shapes)],
  );
  const calls = linesOfStations(feed).map(([station, line]) => [stations[station]!, line] as const);
  await tx.query(
    `INSERT INTO station_lines (version, station_no, line_no) SELECT $1, * FROM unnest($2::int[], $3::int[])`,
    [version, calls.map(([station]) => station), calls.map(([, line]) => line)],
  );
}

function linesOfStations({ stopTimes, platforms, trips, lines }: Feed): [station: number, line: number][] {
  const pairs = new Set<number>();
  for (let row = 0; row < stopTimes.length; row++) {
    const station = platforms[stopTimes.platform[row]!]!.station;
    pairs.add(station * lines.length + trips[stopTimes.trip[row]!]!.line);
  }
  return [...pairs].map((pair) => [Math.floor(pair / lines.length), pair % lines.length]);
}

async function insertPlatforms(
  tx: Transaction,
  version: number,
  { platforms }: Feed,
  stations: readonly number[],
): Promise<void> {
  await tx.query(
    `INSERT INTO platforms (version, stop_id, station_no, code)
     SELECT $1, * FROM unnest($2::text[], $3::int[], $4::text[])`,
    [version, platforms.map((p) => p.stopId), platforms.map((p) => stations[p.station]!), platforms.map((p) => p.code)],
  );
}

async function copy(
  tx: Transaction,
  target: string,
  chunks: Iterable<string>,
  onStored: (rows: number) => void,
): Promise<void> {
  let rows = 0;
  function* counted(): Generator<string> {
    for (const chunk of chunks) {
      yield chunk;
      for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', at + 1)) rows++;
      onStored(rows);
    }
  }
  await pipeline(Readable.from(counted()), tx.copyFrom(`COPY ${target} FROM STDIN`));
}
