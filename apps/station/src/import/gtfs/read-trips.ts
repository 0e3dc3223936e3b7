/** trips.txt: each trip with its line, service, direction and shape. */
import { TRIP_ID_LENGTH } from '@lastmile/ids';
import { readTable } from './csv-table.js';
import { FeedError } from './feed.error.js';
import type { FeedService, FeedTrip } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';

export interface Trips {
  readonly trips: FeedTrip[];
  /** trip_id → index. */
  readonly tripOf: Map<string, number>;
  /** shape_id of each trip, blank when it has none. */
  readonly shapeIds: string[];
  /** shape_id → the first line of trips.txt that uses it, for error messages. */
  readonly shapeLines: ReadonlyMap<string, number>;
}

const FILE = 'trips.txt';

export async function readTrips(
  source: FeedSource,
  lineOf: ReadonlyMap<string, number>,
  services: readonly FeedService[],
): Promise<Trips> {
  const serviceOf = new Map(services.map(({ serviceId }, index) => [serviceId, index]));
  const result = { trips: [] as FeedTrip[], tripOf: new Map<string, number>(), shapeIds: [] as string[] };
  const shapeLines = new Map<string, number>();
  await readTable(source, FILE, ['route_id', 'service_id', 'trip_id'], (row) => {
    const tripId = row.id('trip_id', TRIP_ID_LENGTH);
    if (result.tripOf.has(tripId)) row.fail('trip_id', `"${tripId}" appears twice`);
    const routeId = row.required('route_id');
    const serviceId = row.required('service_id');
    const trip: FeedTrip = {
      tripId,
      line: lineOf.get(routeId) ?? row.fail('route_id', `"${routeId}" is not in routes.txt`),
      service:
        serviceOf.get(serviceId) ??
        row.fail('service_id', `"${serviceId}" is in neither calendar.txt nor calendar_dates.txt`),
      headsign: row.text('trip_headsign'),
      direction: row.choice('direction_id', [0, 1], 0),
    };
    const shapeId = row.get('shape_id');
    if (shapeId && !shapeLines.has(shapeId)) shapeLines.set(shapeId, row.line);
    result.tripOf.set(tripId, result.trips.push(trip) - 1);
    result.shapeIds.push(shapeId);
  });
  if (result.trips.length === 0) throw new FeedError({ file: FILE }, 'the timetable is empty: there are no trips');
  return { ...result, shapeLines };
}
