/** A feed as text for Postgres's COPY, in pieces of about 64 kB. */
import { chunked } from './chunked.js';
import type { Feed } from './feed.types.js';
import { groupBy } from './stop-times.js';

/** The trips, sorted by number. */
export function* tripRows(version: number, { trips }: Feed): Generator<string> {
  yield* chunked(function* () {
    for (const [number, trip] of trips.entries()) {
      const { tripId, line, service, direction, headsign } = trip;
      yield `${version}\t${number}\t${escape(tripId)}\t${line}\t${service}\t${direction}\t${escape(headsign)}\n`;
    }
  });
}

/** The calls where riders can get off, sorted by station and service, so that the index only grows at its end. */
export function* arrivalRows(version: number, feed: Feed, stationNumbers: readonly number[]): Generator<string> {
  const { stopTimes: times, platforms, trips, services } = feed;
  const groups = feed.stations.length * services.length;
  const order = groupBy(times.length, groups, (row) => {
    return platforms[times.platform[row]!]!.station * services.length + trips[times.trip[row]!]!.service;
  });
  yield* chunked(function* () {
    for (const row of order.rows) {
      if (times.alighting[row] === 0) continue;
      const trip = times.trip[row]!;
      const station = stationNumbers[platforms[times.platform[row]!]!.station]!;
      const key = `${version}\t${station}\t${trips[trip]!.service}\t${times.arrival[row]}`;
      yield `${key}\t${times.departure[row]}\t${trip}\t${times.sequence[row]}\n`;
    }
  });
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string => text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character]!);
