/** The courses of trains as text for Postgres's COPY. */
import { chunked } from './chunked.js';
import type { Feed } from './feed.types.js';
import { groupBy } from './stop-times.js';

/**
 * One row per train, sorted by service and start, so that the index only grows at its end. Trains where riders can get
 * off nowhere are left out: the templates of frequencies.txt, whose times have no meaning, and empty runs.
 */
export function* runRows(version: number, feed: Feed, stationNumbers: readonly number[]): Generator<string> {
  const { stopTimes: times, platforms, trips } = feed;
  const byTrip = groupBy(times.length, trips.length, (row) => times.trip[row]!);
  const rowsOf = (trip: number) => byTrip.rows.subarray(byTrip.starts[trip]!, byTrip.starts[trip + 1]!);
  const runs: { readonly trip: number; readonly service: number; readonly start: number }[] = [];
  for (const [trip, { service }] of trips.entries()) {
    const rows = rowsOf(trip);
    if (rows.length < 2 || rows.every((row) => times.alighting[row] === 0)) continue;
    rows.sort((a, b) => times.sequence[a]! - times.sequence[b]!);
    runs.push({ trip, service, start: times.arrival[rows[0]!]! });
  }
  runs.sort((a, b) => a.service - b.service || a.start - b.start);
  yield* chunked(function* () {
    for (const { trip, service, start } of runs) {
      const rows = rowsOf(trip);
      const end = times.arrival[rows.at(-1)!]!;
      const stations = rows.map((row) => stationNumbers[platforms[times.platform[row]!]!.station]!);
      const arrivals = rows.map((row) => times.arrival[row]!);
      const departures = rows.map((row) => times.departure[row]!);
      yield `${version}\t${service}\t${start}\t${end}\t${trip}\t{${stations}}\t{${arrivals}}\t{${departures}}\n`;
    }
  });
}
