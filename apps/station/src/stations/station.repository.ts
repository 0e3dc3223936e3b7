/** Stations with their lines and pickup points, and the areas around them. */
import { Injectable } from '@nestjs/common';
import { type BoundingBox, distanceMeters, type LatLng } from '@lastmile/geo';
import { notFound } from '@lastmile/errors';
import { Database, type Queries, type RequestKey, type Transaction } from '@lastmile/postgres';
import { type LineRow, lineOf } from '../timetable/line.row.js';
import { secondsToKerb } from './pickup-point.core.js';
import type { Area, AreaKind, Station } from '../station.types.js';

/** A station as an operator has edited it. */
export interface StationEdit {
  readonly stationId: string;
  readonly name: string;
  readonly position: LatLng;
  /** Blank keeps the current one. */
  readonly timeZone: string;
  readonly pickupPoints: readonly { readonly name: string; readonly position: LatLng }[];
}

export interface StationFilter {
  readonly nameContains: string;
  readonly includeInactive: boolean;
  readonly after?: { readonly name: string; readonly stationId: string };
  readonly limit: number;
}

const SELECT_STATION = `
  SELECT s.station_id, s.name, s.latitude, s.longitude, s.time_zone, s.active,
    (SELECT json_agg(json_build_object('line_id', l.line_id, 'short_name', l.short_name, 'long_name', l.long_name,
         'color', l.color, 'text_color', l.text_color) ORDER BY l.sort_order, l.line_no)
       FROM timetables t JOIN station_lines c USING (version) JOIN lines l USING (version, line_no)
       WHERE t.feed_id = s.feed_id AND c.station_no = s.station_no) AS lines,
    (SELECT json_agg(json_build_object('id', p.pickup_point_id, 'name', p.name,
         'latitude', p.latitude, 'longitude', p.longitude) ORDER BY p.name)
       FROM pickup_points p WHERE p.station_no = s.station_no) AS pickup_points
  FROM stations s`;

@Injectable()
export class StationRepository {
  constructor(private readonly database: Database) {}

  find(stationId: string): Promise<Station | undefined> {
    return findStation(this.database, stationId);
  }

  /** Sorted by name, then id. */
  async list({ nameContains, includeInactive, after, limit }: StationFilter): Promise<Station[]> {
    const rows = await this.database.many<StationRow>(
      `${SELECT_STATION}
       WHERE (s.active OR $1) AND position(lower($2 COLLATE pg_c_utf8) IN lower(s.name COLLATE pg_c_utf8)) > 0
         AND ($3::text IS NULL OR (s.name COLLATE "C", s.station_id COLLATE "C") > ($3, $4))
       ORDER BY s.name COLLATE "C", s.station_id COLLATE "C" LIMIT $5`,
      [includeInactive, nameContains, after?.name ?? null, after?.stationId ?? null, limit],
    );
    return rows.map(stationOf);
  }

  /** Active stations in the box, not sorted. */
  async listInside({ south, north, west, east }: BoundingBox): Promise<Station[]> {
    const rows = await this.database.many<StationRow>(
      `${SELECT_STATION}
       WHERE s.active AND s.latitude BETWEEN $1 AND $2
         AND CASE WHEN $3::float8 <= $4::float8 THEN s.longitude BETWEEN $3 AND $4
                  ELSE s.longitude >= $3 OR s.longitude <= $4 END`,
      [south, north, west, east],
    );
    return rows.map(stationOf);
  }

  /** Nearest first. Throws not_found STATION_NOT_FOUND. */
  async listAreas(stationId: string, kind?: AreaKind): Promise<Area[]> {
    const station = await this.find(stationId);
    if (!station) throw notFound('station', stationId);
    const rows = await this.database.many<PlaceRow & { area_id: string; kind: AreaKind; name: string }>(
      `SELECT a.area_id, a.kind, a.name, a.latitude, a.longitude
       FROM areas a JOIN stations s USING (station_no)
       WHERE s.station_id = $1 AND ($2::text IS NULL OR a.kind = $2) ORDER BY a.name`,
      [stationId, kind ?? null],
    );
    return rows
      .map(({ area_id: areaId, kind, name, latitude, longitude }) => {
        const position = { latitude, longitude };
        return { areaId, stationId, kind, name, position, distanceMeters: distanceMeters(station.position, position) };
      })
      .sort((a, b) => a.distanceMeters - b.distanceMeters);
  }

  /**
   * Applies an operator's edit once per request. `decide` gets the current station, locked, and returns its new state,
   * or throws.
   */
  edit(key: RequestKey, edit: StationEdit, decide: (current: Station | undefined) => StationEdit): Promise<Station> {
    return this.database.once(key, edit, async (tx) => {
      await tx.query(`SELECT FROM stations WHERE station_id = $1 FOR UPDATE`, [edit.stationId]);
      await store(tx, decide(await findStation(tx, edit.stationId)));
      return (await findStation(tx, edit.stationId))!;
    });
  }
}

interface PlaceRow {
  latitude: number;
  longitude: number;
}

interface StationRow extends PlaceRow {
  station_id: string;
  name: string;
  time_zone: string;
  active: boolean;
  lines: LineRow[] | null;
  pickup_points: (PlaceRow & { id: string; name: string })[] | null;
}

async function findStation(queries: Queries, stationId: string): Promise<Station | undefined> {
  const row = await queries.maybeOne<StationRow>(`${SELECT_STATION} WHERE s.station_id = $1`, [stationId]);
  return row && stationOf(row);
}

async function store(
  tx: Transaction,
  { stationId, name, position, timeZone, pickupPoints }: StationEdit,
): Promise<void> {
  const separator = stationId.indexOf(':');
  const { station_no: stationNo } = await tx.one<{ station_no: number }>(
    `INSERT INTO stations (station_id, feed_id, stop_id, name, latitude, longitude, time_zone, edited)
     VALUES ($1, $2, $3, $4, $5, $6, $7, true)
     ON CONFLICT (station_id) DO UPDATE SET name = excluded.name, latitude = excluded.latitude,
       longitude = excluded.longitude, time_zone = excluded.time_zone, edited = true
     RETURNING station_no`,
    [
      stationId,
      stationId.slice(0, separator),
      stationId.slice(separator + 1),
      name,
      position.latitude,
      position.longitude,
      timeZone,
    ],
  );
  const names = pickupPoints.map((point) => point.name);
  await tx.query(`DELETE FROM pickup_points WHERE station_no = $1 AND name <> ALL ($2::text[])`, [stationNo, names]);
  await tx.query(
    `INSERT INTO pickup_points (station_no, name, latitude, longitude)
     SELECT $1, * FROM unnest($2::text[], $3::float8[], $4::float8[])
     ON CONFLICT (station_no, name) DO UPDATE SET latitude = excluded.latitude, longitude = excluded.longitude`,
    [
      stationNo,
      names,
      pickupPoints.map((point) => point.position.latitude),
      pickupPoints.map((point) => point.position.longitude),
    ],
  );
}

function stationOf(row: StationRow): Station {
  const { station_id: stationId, latitude, longitude } = row;
  const position = { latitude, longitude };
  const points = (row.pickup_points ?? []).map((point) => {
    const at = { latitude: point.latitude, longitude: point.longitude };
    const { id: pickupPointId, name } = point;
    return { pickupPointId, stationId, name, position: at, walkSeconds: secondsToKerb(position, at) };
  });
  return {
    stationId,
    name: row.name,
    position,
    timeZone: row.time_zone,
    active: row.active,
    lines: (row.lines ?? []).map(lineOf),
    pickupPoints: points.sort((a, b) => a.walkSeconds - b.walkSeconds),
  };
}
