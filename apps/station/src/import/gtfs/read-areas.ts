/** The station-areas file: pickup points, neighbourhoods and landmarks of a feed's stations. */
import { basename, dirname } from 'node:path';
import type { AreaRow } from '../import.types.js';
import { readTable } from './csv-table.js';
import { openDirectory } from './directory-source.js';

const COLUMNS = ['station_id', 'kind', 'name', 'latitude', 'longitude'] as const;
const KINDS = ['pickup_point', 'area', 'landmark'] as const;
const MAX_NAME = 120;

/**
 * `station_id,kind,name,latitude,longitude`, where station_id is the GTFS stop_id of a station.
 * Throws a FeedError for unknown stations and kinds, invalid coordinates and duplicate lines.
 */
export async function readAreas(path: string, stations: ReadonlySet<string>): Promise<AreaRow[]> {
  const rows: AreaRow[] = [];
  const seen = new Set<string>();
  await readTable(await openDirectory(dirname(path)), basename(path), COLUMNS, (row) => {
    const stopId = row.requiredText('station_id');
    if (!stations.has(stopId)) row.fail('station_id', `"${stopId}" is not a station of the feed`);
    const given = row.required('kind');
    const kind =
      KINDS.find((known) => known === given) ?? row.fail('kind', `"${given}" is not one of ${KINDS.join(', ')}`);
    const name = row.requiredText('name');
    if (name.length > MAX_NAME) row.fail('name', `has more than ${MAX_NAME} characters`);
    const key = JSON.stringify([stopId, kind, name]);
    if (seen.has(key)) row.fail('name', `station "${stopId}" has a second ${kind} "${name}"`);
    seen.add(key);
    rows.push({ stopId, kind, name, position: row.position('latitude', 'longitude') });
  });
  return rows;
}
