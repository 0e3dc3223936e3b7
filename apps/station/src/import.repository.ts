/** Writing timetables and areas: one transaction per feed version, readers see the old one until it commits. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { aborted, notFound } from '@lastmile/errors';
import { Database, type Transaction } from '@lastmile/postgres';
import { arrivalRows, tripRows } from './gtfs/copy-rows.js';
import type { Feed } from './gtfs/feed.types.js';
import type { AreaRow } from './import.types.js';
import type { TimetableHeader } from './timetable-header.js';

export interface NewTimetable extends TimetableHeader {
  readonly feed: Feed;
  /** undefined leaves the areas as they are. */
  readonly areas?: readonly AreaRow[];
}

/** Above the role's 15 s: a COPY of a large city's arrivals is one statement. */
const STATEMENT_TIMEOUT = '10min';
/** First key of the advisory lock that keeps imports of one feed apart; any number nobody else uses. */
const IMPORT_LOCK = 7001;

@Injectable()
export class ImportRepository {
  constructor(private readonly database: Database) {}

  /** stop_ids of the stations the feed's timetable in force has. */
  async activeStops(feedId: string): Promise<Set<string>> {
    const rows = await this.database.many<{ stop_id: string }>(
      `SELECT stop_id FROM stations WHERE feed_id = $1 AND active`,
      [feedId],
    );
    return new Set(rows.map((row) => row.stop_id));
  }

  /**
   * Makes `next` the feed's timetable and removes the one before. Stations that are no longer in the feed stay, inactive.
   * Throws aborted IMPORT_RUNNING while another import of the feed runs.
   */
  async replaceTimetable(next: NewTimetable, onStored: (rows: number) => void): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFeed(tx, next.feedId);
      const stations = await upsertStations(tx, next);
      await removeTimetable(tx, next.feedId);
      const version = await insertTimetable(tx, next);
      await insertServices(tx, version, next.feed);
      await insertLines(tx, version, next, stations);
      await insertPlatforms(tx, version, next.feed, stations);
      await copy(tx, TRIPS, tripRows(version, next.feed), () => {});
      await copy(tx, ARRIVALS, arrivalRows(version, next.feed, stations), onStored);
      if (next.areas) await replaceAreas(tx, next.feedId, next.areas);
    });
  }

  /** Replaces the areas, and the pickup points of stations that no operator has edited. */
  async replaceAreas(feedId: string, areas: readonly AreaRow[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      await lockFeed(tx, feedId);
      await replaceAreas(tx, feedId, areas);
    });
  }

  /** Throws not_found TIMETABLE_NOT_FOUND. */
  async setReplay(feedId: string, replayLastWeek: boolean): Promise<void> {
    const { rowCount } = await this.database.query(`UPDATE timetables SET replay_last_week = $2 WHERE feed_id = $1`, [
      feedId,
      replayLastWeek,
    ]);
    if (rowCount === 0) throw notFound('timetable', feedId);
  }
}

const TRIPS = 'trips (version, trip_no, trip_id, line_no, service_no, direction_id, headsign)';
const ARRIVALS =
  'arrivals (version, station_no, service_no, arrival_seconds, departure_seconds, trip_no, stop_sequence)';

async function lockFeed(tx: Transaction, feedId: string): Promise<void> {
  await tx.query(`SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'`);
  const { locked } = await tx.one<{ locked: boolean }>(
    `SELECT pg_try_advisory_xact_lock($1::int, hashtext($2)) AS locked`,
    [IMPORT_LOCK, feedId],
  );
  if (!locked) throw aborted('IMPORT_RUNNING', `another import of feed ${feedId} is running`, { feed_id: feedId });
}

/** Returns the lasting number of each of the feed's stations, in the feed's order. */
async function upsertStations(tx: Transaction, { feedId, feed }: NewTimetable): Promise<number[]> {
  const { stations } = feed;
  await tx.query(
    `INSERT INTO stations AS s (station_id, feed_id, stop_id, name, latitude, longitude, time_zone)
     SELECT $1 || ':' || stop_id, $1, stop_id, name, latitude, longitude, $2
     FROM unnest($3::text[], $4::text[], $5::float8[], $6::float8[]) AS n (stop_id, name, latitude, longitude)
     ON CONFLICT (station_id) DO UPDATE SET
       active = true,
       time_zone = excluded.time_zone,
       name = CASE WHEN s.edited THEN s.name ELSE excluded.name END,
       latitude = CASE WHEN s.edited THEN s.latitude ELSE excluded.latitude END,
       longitude = CASE WHEN s.edited THEN s.longitude ELSE excluded.longitude END`,
    [
      feedId,
      feed.timeZone,
      stations.map((s) => s.stopId),
      stations.map((s) => s.name),
      stations.map((s) => s.position.latitude),
      stations.map((s) => s.position.longitude),
    ],
  );
  await tx.query(`UPDATE stations SET active = false WHERE feed_id = $1 AND active AND stop_id <> ALL ($2::text[])`, [
    feedId,
    stations.map((s) => s.stopId),
  ]);
  const rows = await tx.many<{ stop_id: string; station_no: number }>(
    `SELECT stop_id, station_no FROM stations WHERE feed_id = $1 AND active`,
    [feedId],
  );
  const numbers = new Map(rows.map((row) => [row.stop_id, row.station_no]));
  return stations.map((s) => numbers.get(s.stopId)!);
}

async function removeTimetable(tx: Transaction, feedId: string): Promise<void> {
  const old = await tx.maybeOne<{ version: number }>(`SELECT version FROM timetables WHERE feed_id = $1`, [feedId]);
  if (!old) return;
  for (const table of ['arrivals', 'trips', 'timetables']) {
    await tx.query(`DELETE FROM ${table} WHERE version = $1`, [old.version]);
  }
}

async function insertTimetable(tx: Transaction, next: NewTimetable): Promise<number> {
  const { version } = await tx.one<{ version: number }>(
    `INSERT INTO timetables (feed_id, feed_version, content_hash, time_zone, start_date, end_date, replay_last_week,
       max_seconds, station_count, train_count, call_count, import_time)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING version`,
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
  { feedId, feed }: NewTimetable,
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

/** Rows that stay keep their ids, so that a ride's pickup point outlives a repeated import. */
async function replaceAreas(tx: Transaction, feedId: string, areas: readonly AreaRow[]): Promise<void> {
  const rows = JSON.stringify(areas.map(({ position, ...row }) => ({ ...row, ...position })));
  const given = `jsonb_to_recordset($2) AS g ("stopId" text, kind text, name text, latitude float8, longitude float8)
    JOIN stations s ON s.feed_id = $1 AND s.stop_id = g."stopId"`;
  await tx.query(
    `INSERT INTO areas (station_no, kind, name, latitude, longitude)
     SELECT s.station_no, g.kind, g.name, g.latitude, g.longitude FROM ${given} WHERE g.kind <> 'pickup_point'
     ON CONFLICT (station_no, kind, name) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude`,
    [feedId, rows],
  );
  await tx.query(
    `DELETE FROM areas a USING stations o WHERE o.station_no = a.station_no AND o.feed_id = $1 AND NOT EXISTS (
       SELECT FROM ${given} WHERE s.station_no = a.station_no AND g.kind = a.kind AND g.name = a.name)`,
    [feedId, rows],
  );
  await tx.query(
    `INSERT INTO pickup_points (station_no, name, latitude, longitude)
     SELECT s.station_no, g.name, g.latitude, g.longitude FROM ${given} WHERE g.kind = 'pickup_point' AND NOT s.edited
     ON CONFLICT (station_no, name) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude`,
    [feedId, rows],
  );
  await tx.query(
    `DELETE FROM pickup_points p USING stations o
     WHERE o.station_no = p.station_no AND o.feed_id = $1 AND NOT o.edited AND NOT EXISTS (
       SELECT FROM ${given} WHERE s.station_no = p.station_no AND g.kind = 'pickup_point' AND g.name = p.name)`,
    [feedId, rows],
  );
}
