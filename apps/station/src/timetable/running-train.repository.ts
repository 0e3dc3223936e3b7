/** Reads where trains are: their courses, cut to the requested interval. */
import { Injectable } from '@nestjs/common';
import type { LatLng } from '@lastmile/geo';
import { Database } from '@lastmile/postgres';
import type { ServiceDaySlice } from './arrivals.core.js';
import { type LineRow, LINE_COLUMNS, lineOf } from './line.row.js';
import type { Line } from '../station.types.js';

/** A service day of one timetable. */
export interface VersionSlice extends ServiceDaySlice {
  readonly version: number;
  /** The longest time from a train's first arrival to its last. */
  readonly longestRunSeconds: number;
}

/** The calls of one train within a slice; the arrays are of equal length. */
export interface RunPart {
  readonly slice: number;
  readonly trainId: string;
  readonly line: Line;
  readonly headsign: string;
  readonly directionId: number;
  readonly stationNos: readonly number[];
  readonly arrivalSeconds: readonly number[];
  readonly departureSeconds: readonly number[];
}

export interface StationPlace {
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
}

interface RunRow extends LineRow {
  slice: number;
  trip_id: string;
  headsign: string;
  direction_id: number;
  station_nos: number[];
  arrival_seconds: number[];
  departure_seconds: number[];
}

@Injectable()
export class RunningTrainRepository {
  constructor(private readonly database: Database) {}

  /**
   * Sorted by line, first departure and train id; empty for a version that has been replaced. 6 ms for the 940 trains
   * at half past eight among 1,091,400 stop times (ten times the timetable of the Busan metro): the index reads only
   * trains that started at most the longest run ago, and courses are cut by binary search (width_bucket).
   *
   * MATERIALIZED and LIMIT make Postgres look up the names for each train separately: between an import and the next
   * ANALYZE, a plain join took over 15 s.
   */
  async list(slices: readonly VersionSlice[], limit: number): Promise<RunPart[]> {
    const parts = slices.flatMap((slice, number) => slice.services.map((service) => ({ slice, number, service })));
    const rows = await this.database.many<RunRow>(
      `WITH running AS MATERIALIZED (
         SELECT p.slice, p.start + r.start_seconds AS instant, r.*,
           greatest(1, width_bucket(p.from_seconds, r.arrival_seconds)) AS first,
           width_bucket(p.to_seconds, r.arrival_seconds) + 1 AS last
         FROM unnest($1::int[], $2::int[], $3::int[], $4::bigint[], $5::int[], $6::int[], $7::int[])
           AS p (slice, version, service_no, start, earliest_seconds, from_seconds, to_seconds)
         JOIN runs r ON r.version = p.version AND r.service_no = p.service_no
           AND r.start_seconds BETWEEN p.earliest_seconds AND p.to_seconds AND r.end_seconds > p.from_seconds
       )
       SELECT r.slice, named.*, r.station_nos[r.first:r.last] AS station_nos,
         r.arrival_seconds[r.first:r.last] AS arrival_seconds, r.departure_seconds[r.first:r.last] AS departure_seconds
       FROM running r CROSS JOIN LATERAL (
         SELECT t.trip_id, t.headsign, t.direction_id, ${LINE_COLUMNS}
         FROM trips t JOIN lines l ON l.version = t.version AND l.line_no = t.line_no
         WHERE t.version = r.version AND t.trip_no = r.trip_no LIMIT 1
       ) named
       ORDER BY named.line_id COLLATE "C", r.instant, named.trip_id COLLATE "C" LIMIT $8`,
      [
        parts.map(({ number }) => number),
        parts.map(({ slice }) => slice.version),
        parts.map(({ service }) => service),
        parts.map(({ slice }) => slice.start.getTime() / 1000),
        parts.map(({ slice }) => slice.fromSeconds - slice.longestRunSeconds),
        parts.map(({ slice }) => slice.fromSeconds),
        parts.map(({ slice }) => slice.toSeconds),
        limit,
      ],
    );
    return rows.map(partOf);
  }

  /** Stations by their number; stations are never removed. */
  async places(stationNos: readonly number[]): Promise<Map<number, StationPlace>> {
    const rows = await this.database.many<StationPlace & { stationNo: number } & LatLng>(
      `SELECT station_no AS "stationNo", station_id AS "stationId", name, latitude, longitude
       FROM stations WHERE station_no = ANY($1)`,
      [stationNos],
    );
    return new Map(
      rows.map(({ stationNo, stationId, name, latitude, longitude }) => [
        stationNo,
        { stationId, name, position: { latitude, longitude } },
      ]),
    );
  }
}

const partOf = (row: RunRow): RunPart => ({
  slice: row.slice,
  trainId: row.trip_id,
  line: lineOf(row),
  headsign: row.headsign,
  directionId: row.direction_id,
  stationNos: row.station_nos,
  arrivalSeconds: row.arrival_seconds,
  departureSeconds: row.departure_seconds,
});
