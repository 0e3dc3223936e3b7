/** stops.txt: stations and the platforms that belong to them. */
import { OWN_ID_LENGTH } from '@lastmile/ids';
import { readTable } from './csv-table.js';
import type { FeedPlatform, FeedStation } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';
import { FeedError } from './feed.error.js';

export interface Stops {
  readonly stations: FeedStation[];
  readonly platforms: FeedPlatform[];
  /** stop_id of a platform → its index. */
  readonly platformOf: ReadonlyMap<string, number>;
}

const FILE = 'stops.txt';
const [PLATFORM, STATION, ENTRANCE, NODE, BOARDING_AREA] = [0, 1, 2, 3, 4] as const;

interface Stop extends FeedStation {
  readonly kind: 0 | 1;
  readonly parent: string;
  readonly code: string;
  readonly line: number;
}

/** Entrances, pathway nodes and boarding areas are skipped, because trips call only at platforms. */
export async function readStops(source: FeedSource): Promise<Stops> {
  const stops = new Map<string, Stop>();
  const others = new Set<string>();
  await readTable(source, FILE, ['stop_id'], (row) => {
    const stopId = row.id('stop_id', OWN_ID_LENGTH);
    if (stops.has(stopId) || others.has(stopId)) row.fail('stop_id', `"${stopId}" appears twice`);
    const kind = row.choice('location_type', [PLATFORM, STATION, ENTRANCE, NODE, BOARDING_AREA], PLATFORM);
    if (kind !== PLATFORM && kind !== STATION) return void others.add(stopId);
    const parent = row.text('parent_station');
    if (kind === STATION && parent) row.fail('parent_station', 'a station cannot lie in another station');
    stops.set(stopId, {
      stopId,
      kind,
      parent,
      name: row.requiredText('stop_name'),
      position: row.position('stop_lat', 'stop_lon'),
      wheelchair: row.choice('wheelchair_boarding', [0, 1, 2], 0),
      code: row.text('platform_code'),
      line: row.line,
    });
  });
  return connect(stops);
}

function connect(stops: ReadonlyMap<string, Stop>): Stops {
  const stations: FeedStation[] = [];
  const stationOf = new Map<string, number>();
  for (const stop of stops.values()) {
    if (stop.parent) continue;
    const { stopId, name, position, wheelchair } = stop;
    stationOf.set(stopId, stations.push({ stopId, name, position, wheelchair }) - 1);
  }
  const platforms: FeedPlatform[] = [];
  const platformOf = new Map<string, number>();
  for (const stop of stops.values()) {
    if (stop.kind !== PLATFORM) continue;
    const parent = stop.parent ? stops.get(stop.parent) : stop;
    const place = { file: FILE, line: stop.line, field: 'parent_station' };
    if (!parent) throw new FeedError(place, `"${stop.parent}" is not in stops.txt`);
    if (stop.parent && parent.kind !== STATION) throw new FeedError(place, `"${stop.parent}" is not a station`);
    const station = stationOf.get(parent.stopId)!;
    platformOf.set(stop.stopId, platforms.push({ stopId: stop.stopId, code: stop.code, station }) - 1);
  }
  return { stations, platforms, platformOf };
}
