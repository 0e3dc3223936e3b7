/** Writes stations and their areas inside the import's transaction. */
import type { Transaction } from '@lastmile/postgres';
import type { Feed } from './gtfs/feed.types.js';
import type { AreaRow } from './import.types.js';

/** Returns the number of each of the feed's stations, in the feed's order; a station keeps its number in later imports. */
export async function upsertStations(tx: Transaction, feedId: string, feed: Feed): Promise<number[]> {
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

/** Unchanged rows keep their ids, so that a ride's pickup point is still valid after a repeated import. */
export async function replaceAreas(tx: Transaction, feedId: string, areas: readonly AreaRow[]): Promise<void> {
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
