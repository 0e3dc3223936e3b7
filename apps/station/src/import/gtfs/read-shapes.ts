/** shapes.txt: for each line and direction the path that most of its trips take. */
import { readOptionalTable } from './csv-table.js';
import { FeedError } from './feed.error.js';
import type { FeedPlatform, FeedShape, FeedStation } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';
import type { Trips } from './read-trips.js';
import type { Groups, StopTimes } from './stop-times.js';

const FILE = 'shapes.txt';

interface Point {
  readonly sequence: number;
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Reads the points of the chosen shapes; checks that every shape named by a trip exists. Lines without shapes are left
 * out here.
 */
export async function readShapes(source: FeedSource, trips: Trips): Promise<FeedShape[]> {
  const chosen = mostUsedShapes(trips);
  const points = new Map(chosen.map(({ shapeId }) => [shapeId, [] as Point[]]));
  const known = new Set<string>();
  const required = ['shape_id', 'shape_pt_lat', 'shape_pt_lon', 'shape_pt_sequence'];
  await readOptionalTable(source, FILE, required, (row) => {
    const shapeId = row.required('shape_id');
    known.add(shapeId);
    const sequence = row.integer('shape_pt_sequence');
    points.get(shapeId)?.push({ sequence, ...row.position('shape_pt_lat', 'shape_pt_lon') });
  });
  for (const [shapeId, line] of trips.shapeLines) {
    if (known.has(shapeId)) continue;
    throw new FeedError({ file: 'trips.txt', line, field: 'shape_id' }, `"${shapeId}" is not in ${FILE}`);
  }
  return chosen.map(({ shapeId, line, direction }) => ({
    line,
    direction,
    points: points
      .get(shapeId)!
      .toSorted((a, b) => a.sequence - b.sequence)
      .flatMap(({ latitude, longitude }) => [latitude, longitude]),
  }));
}

/** For lines and directions without a shape: the positions of the stations of their longest trip. */
export function shapesFromStops(
  { trips }: Trips,
  known: readonly FeedShape[],
  stopTimes: StopTimes,
  byTrip: Groups,
  stops: { stations: readonly FeedStation[]; platforms: readonly FeedPlatform[] },
): FeedShape[] {
  const drawn = new Set(known.map(({ line, direction }) => keyOf(line, direction)));
  const longest = new Map<number, number>();
  const calls = (trip: number): number => byTrip.starts[trip + 1]! - byTrip.starts[trip]!;
  trips.forEach(({ line, direction }, trip) => {
    const key = keyOf(line, direction);
    const best = longest.get(key);
    if (!drawn.has(key) && (best === undefined || calls(trip) > calls(best))) longest.set(key, trip);
  });
  return [...longest.values()].map((trip) => {
    const rows = byTrip.rows.subarray(byTrip.starts[trip]!, byTrip.starts[trip + 1]!);
    const { line, direction } = trips[trip]!;
    const points = [...rows].flatMap((row) => {
      const { latitude, longitude } = stops.stations[stops.platforms[stopTimes.platform[row]!]!.station]!.position;
      return [latitude, longitude];
    });
    return { line, direction, points };
  });
}

function mostUsedShapes({ trips, shapeIds }: Trips): { line: number; direction: 0 | 1; shapeId: string }[] {
  const uses = new Map<string, { line: number; direction: 0 | 1; shapeId: string; count: number }>();
  trips.forEach(({ line, direction }, trip) => {
    const shapeId = shapeIds[trip]!;
    if (!shapeId) return;
    const key = `${keyOf(line, direction)} ${shapeId}`;
    const use = uses.get(key);
    if (use) use.count++;
    else uses.set(key, { line, direction, shapeId, count: 1 });
  });
  const best = new Map<number, { line: number; direction: 0 | 1; shapeId: string; count: number }>();
  for (const use of uses.values()) {
    const key = keyOf(use.line, use.direction);
    if (use.count > (best.get(key)?.count ?? 0)) best.set(key, use);
  }
  return [...best.values()];
}

const keyOf = (line: number, direction: 0 | 1): number => line * 2 + direction;
