/** Reads timetables. Every query names a version; if that has been replaced meanwhile, the result says so. */
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import type { ServiceDaySlice, Timetable } from './arrivals.core.js';
import type { ServiceDays } from './calendar.core.js';
import { type LineRow, LINE_COLUMNS, lineOf } from './line.row.js';
import type { Line, LineShape, TimetableInfo } from '../station.types.js';

/** A station in the current timetable. */
export interface StationTimetable extends Timetable {
  readonly stationNo: number;
  readonly version: number;
}

/** The current timetable of one feed. */
export interface CurrentTimetable extends Timetable {
  readonly version: number;
  /** The longest time from a train's first arrival to its last. */
  readonly longestRunSeconds: number;
}

export interface Call {
  readonly trainId: string;
  readonly serviceNo: number;
  readonly line: Line;
  readonly headsign: string;
  readonly directionId: number;
  readonly arrivalSeconds: number;
  readonly departureSeconds: number;
}

/** A call, with the slice it belongs to. */
export interface SlicedCall extends Call {
  readonly slice: number;
}

export interface ArrivalQuery {
  readonly slices: readonly ServiceDaySlice[];
  readonly lineId?: string;
  /** Continue after this arrival: instant in seconds since 1970, then train id. */
  readonly after?: { readonly at: number; readonly trainId: string };
  readonly limit: number;
}

interface CallRow extends LineRow {
  trip_id: string;
  service_no: number;
  headsign: string;
  direction_id: number;
  arrival_seconds: number;
  departure_seconds: number;
}

const CALL_COLUMNS = `t.trip_id, t.service_no, t.headsign, t.direction_id, a.arrival_seconds, a.departure_seconds,
  ${LINE_COLUMNS}`;

/** Versions change with imports; each needs a few hundred bytes to kilobytes. */
const CACHED_CALENDARS = 64;

@Injectable()
export class TimetableRepository {
  /** Rows of a version never change, so calendars are cached. */
  private readonly calendars = new Map<number, readonly ServiceDays[]>();

  constructor(private readonly database: Database) {}

  /** undefined: no such station. `timetable` undefined: the station is in no feed, or the feed has no calendar. */
  async find(stationId: string): Promise<{ timetable?: StationTimetable } | undefined> {
    const row = await this.database.maybeOne<{
      station_no: number;
      version: number | null;
      time_zone: string;
      max_seconds: number;
      replay_last_week: boolean;
    }>(
      `SELECT s.station_no, t.version, t.time_zone, t.max_seconds, t.replay_last_week
       FROM stations s LEFT JOIN timetables t USING (feed_id) WHERE s.station_id = $1`,
      [stationId],
    );
    if (!row) return undefined;
    if (row.version === null) return {};
    const { station_no: stationNo, version, time_zone: timeZone, max_seconds: maxSeconds } = row;
    const services = await this.calendar(version);
    return { timetable: { stationNo, version, timeZone, maxSeconds, services, replayLastWeek: row.replay_last_week } };
  }

  /** The current timetables of all feeds. */
  async listCurrent(): Promise<CurrentTimetable[]> {
    const rows = await this.database.many<Omit<CurrentTimetable, 'services'>>(
      `SELECT version, time_zone AS "timeZone", max_seconds AS "maxSeconds", replay_last_week AS "replayLastWeek",
         longest_run_seconds AS "longestRunSeconds"
       FROM timetables`,
    );
    return Promise.all(rows.map(async (row) => ({ ...row, services: await this.calendar(row.version) })));
  }

  /** Earliest first, then by train id; undefined when the version has been replaced. */
  async listCalls(at: StationTimetable, query: ArrivalQuery): Promise<SlicedCall[] | undefined> {
    const parts = query.slices.flatMap((slice, number) =>
      slice.services.map((service) => ({ slice, number, service })),
    );
    // The outer join returns one empty row while the version is current: one statement, one snapshot.
    const rows = await this.database.many<CallRow & { slice: number; trip_id: string | null }>(
      `SELECT c.* FROM timetables v LEFT JOIN LATERAL (
         SELECT s.slice, s.start + a.arrival_seconds AS instant, ${CALL_COLUMNS}
         FROM unnest($3::int[], $4::int[], $5::bigint[], $6::int[], $7::int[])
           AS s (slice, service_no, start, from_seconds, to_seconds)
         JOIN arrivals a ON a.version = v.version AND a.station_no = $2 AND a.service_no = s.service_no
           AND a.arrival_seconds BETWEEN s.from_seconds AND s.to_seconds
         JOIN trips t ON t.version = v.version AND t.trip_no = a.trip_no
         JOIN lines l ON l.version = v.version AND l.line_no = t.line_no
         WHERE ($8::text IS NULL OR l.line_id = $8)
           AND ($9::bigint IS NULL OR (s.start + a.arrival_seconds, t.trip_id COLLATE "C") > ($9, $10))
         ORDER BY instant, t.trip_id COLLATE "C" LIMIT $11
       ) c ON true
       WHERE v.version = $1 ORDER BY c.instant, c.trip_id COLLATE "C"`,
      [
        at.version,
        at.stationNo,
        parts.map(({ number }) => number),
        parts.map(({ service }) => service),
        parts.map(({ slice }) => slice.start.getTime() / 1000),
        parts.map(({ slice }) => slice.fromSeconds),
        parts.map(({ slice }) => slice.toSeconds),
        query.lineId ?? null,
        query.after?.at ?? null,
        query.after?.trainId ?? null,
        query.limit,
      ],
    );
    if (rows.length === 0) return undefined;
    return rows.flatMap((row) => (row.trip_id === null ? [] : [{ slice: row.slice, ...callOf(row) }]));
  }

  /** The train's call at the station; null when it does not call there, undefined when the version has been replaced. */
  async findCall(at: StationTimetable, trainId: string): Promise<Call | null | undefined> {
    const row = await this.database.maybeOne<CallRow & { trip_id: string | null }>(
      `SELECT c.* FROM timetables v LEFT JOIN LATERAL (
         SELECT ${CALL_COLUMNS} FROM trips t
         JOIN arrivals a ON a.version = t.version AND a.station_no = $2 AND a.service_no = t.service_no
           AND a.trip_no = t.trip_no
         JOIN lines l ON l.version = t.version AND l.line_no = t.line_no
         WHERE t.version = v.version AND t.trip_id = $3
         ORDER BY a.arrival_seconds LIMIT 1
       ) c ON true
       WHERE v.version = $1`,
      [at.version, at.stationNo, trainId],
    );
    if (!row) return undefined;
    return row.trip_id === null ? null : callOf(row);
  }

  /** Sorted by feed id. */
  async listTimetables(): Promise<TimetableInfo[]> {
    const rows = await this.database.many<TimetableRow>(`SELECT * FROM timetables ORDER BY feed_id COLLATE "C"`);
    return rows.map(timetableOf);
  }

  async findTimetable(feedId: string): Promise<TimetableInfo | undefined> {
    const row = await this.database.maybeOne<TimetableRow>(`SELECT * FROM timetables WHERE feed_id = $1`, [feedId]);
    return row && timetableOf(row);
  }

  /** Sorted by line id and direction. */
  async listLines(): Promise<LineShape[]> {
    const rows = await this.database.many<LineRow & { direction_id: number; points: number[] }>(
      `SELECT ${LINE_COLUMNS}, s.direction_id, s.points
       FROM lines l JOIN line_shapes s USING (version, line_no)
       ORDER BY l.line_id COLLATE "C", s.direction_id`,
    );
    return rows.map((row) => ({ line: lineOf(row), directionId: row.direction_id, points: pointsOf(row.points) }));
  }

  private async calendar(version: number): Promise<readonly ServiceDays[]> {
    const known = this.calendars.get(version);
    if (known) return known;
    const services = await this.database.many<ServiceDays>(
      `SELECT weekdays, coalesce(start_date::text, '') AS "startDate", coalesce(end_date::text, '') AS "endDate",
         added::text[], removed::text[]
       FROM services WHERE version = $1 ORDER BY service_no`,
      [version],
    );
    // Without rows the version was replaced a moment ago, which the next query will notice.
    if (services.length > 0) this.calendars.set(version, services);
    for (const oldest of this.calendars.keys()) {
      if (this.calendars.size <= CACHED_CALENDARS) break;
      this.calendars.delete(oldest);
    }
    return services;
  }
}

interface TimetableRow {
  feed_id: string;
  feed_version: string;
  content_hash: string;
  time_zone: string;
  start_date: string;
  end_date: string;
  replay_last_week: boolean;
  station_count: number;
  train_count: number;
  call_count: number;
  import_time: Date;
}

const timetableOf = (row: TimetableRow): TimetableInfo => ({
  feedId: row.feed_id,
  feedVersion: row.feed_version,
  timeZone: row.time_zone,
  contentHash: row.content_hash,
  startDate: row.start_date,
  endDate: row.end_date,
  replayLastWeek: row.replay_last_week,
  stationCount: row.station_count,
  trainCount: row.train_count,
  callCount: row.call_count,
  importTime: row.import_time,
});

const callOf = (row: CallRow): Call => ({
  trainId: row.trip_id,
  serviceNo: row.service_no,
  line: lineOf(row),
  headsign: row.headsign,
  directionId: row.direction_id,
  arrivalSeconds: row.arrival_seconds,
  departureSeconds: row.departure_seconds,
});

const pointsOf = (numbers: readonly number[]): LineShape['points'] =>
  Array.from({ length: numbers.length / 2 }, (_, i) => ({ latitude: numbers[2 * i]!, longitude: numbers[2 * i + 1]! }));
