/** Reads and checks a whole feed before anything is stored: every feed returned from here can be imported. */
import { FeedError } from './feed.error.js';
import type { Feed, FeedTrip } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';
import { expandFrequencies } from './frequencies.js';
import { readCalendar } from './read-calendar.js';
import { readAgency, readFeedVersion, readLines } from './read-lines.js';
import { readShapes, shapesFromStops } from './read-shapes.js';
import { orderStopTimes, readStopTimes } from './read-stop-times.js';
import { readStops, type Stops } from './read-stops.js';
import { readTrips } from './read-trips.js';
import type { Groups, StopTimes } from './stop-times.js';

const REQUIRED = ['agency.txt', 'stops.txt', 'routes.txt', 'trips.txt', 'stop_times.txt'] as const;

/** Throws a FeedError for the first error, with file, line, field and reason. */
export async function readFeed(source: FeedSource): Promise<Feed> {
  for (const file of REQUIRED) {
    if (!source.files.has(file)) throw new FeedError({ file }, 'is missing from the feed');
  }
  const agency = await readAgency(source);
  const version = await readFeedVersion(source);
  const services = await readCalendar(source);
  const { lines, lineOf } = await readLines(source);
  const stops = await readStops(source);
  const trips = await readTrips(source, lineOf, services);
  const shapes = await readShapes(source, trips);
  const stopTimes = await readStopTimes(source, trips.tripOf, stops.platformOf);
  const byTrip = orderStopTimes(stopTimes, trips.trips);
  const drawn = shapesFromStops(trips, shapes, stopTimes, byTrip, stops);
  const named = { ...trips, trips: withHeadsigns(trips.trips, stopTimes, byTrip, stops) };
  const runs = await expandFrequencies(source, named, stopTimes, byTrip);
  return {
    ...agency,
    version,
    services,
    lines,
    stations: stops.stations,
    platforms: stops.platforms,
    shapes: [...shapes, ...drawn],
    trips: runs,
    stopTimes,
  };
}

/** A train without a headsign gets the name of its last station. */
function withHeadsigns(
  trips: readonly FeedTrip[],
  { platform }: StopTimes,
  { rows, starts }: Groups,
  { stations, platforms }: Stops,
): FeedTrip[] {
  return trips.map((trip, number) => {
    const last = starts[number + 1]! - 1;
    if (trip.headsign || last < starts[number]!) return trip;
    return { ...trip, headsign: stations[platforms[platform[rows[last]!]!]!.station]!.name };
  });
}
