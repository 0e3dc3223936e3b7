/** stop_times.txt, by far the largest file: read into columns, then checked and completed for each trip. */
import { readTable } from './csv-table.js';
import { FeedError } from './feed.error.js';
import type { FeedSource } from './feed-source.types.js';
import { type Groups, groupBy, NO_TIME, StopTimes } from './stop-times.js';

const FILE = 'stop_times.txt';
const NO_DROP_OFF = 1;

export async function readStopTimes(
  source: FeedSource,
  tripOf: ReadonlyMap<string, number>,
  platformOf: ReadonlyMap<string, number>,
): Promise<StopTimes> {
  const stopTimes = new StopTimes();
  const required = ['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'];
  await readTable(source, FILE, required, (row) => {
    const tripId = row.required('trip_id');
    const stopId = row.required('stop_id');
    const [arrival, departure] = [row.time('arrival_time'), row.time('departure_time')];
    const at = stopTimes.push(
      tripOf.get(tripId) ?? row.fail('trip_id', `"${tripId}" is not in trips.txt`),
      platformOf.get(stopId) ?? row.fail('stop_id', `"${stopId}" is not a stop or platform of stops.txt`),
      row.integer('stop_sequence'),
      arrival ?? departure ?? NO_TIME,
      departure ?? arrival ?? NO_TIME,
      row.line,
    );
    if (row.choice('drop_off_type', [0, 1, 2, 3], 0) === NO_DROP_OFF) stopTimes.alighting[at] = 0;
  });
  if (stopTimes.length === 0) throw new FeedError({ file: FILE }, 'the timetable is empty: there are no stop times');
  return stopTimes;
}

/**
 * Sorts each trip's rows by stop_sequence and returns them grouped by trip. Blank times are interpolated evenly between
 * the timepoints around them (by number of stops, because feeds omit what would allow better estimates). Throws a
 * FeedError for a repeated stop_sequence, a first or last stop without a time, and times that decrease.
 */
export function orderStopTimes(stopTimes: StopTimes, trips: readonly { readonly tripId: string }[]): Groups {
  const byTrip = groupBy(stopTimes.length, trips.length, (row) => stopTimes.trip[row]!);
  trips.forEach(({ tripId }, trip) => {
    const rows = byTrip.rows.subarray(byTrip.starts[trip]!, byTrip.starts[trip + 1]!);
    if (!isOrdered(rows, stopTimes)) rows.sort((a, b) => stopTimes.sequence[a]! - stopTimes.sequence[b]!);
    checkSequence(rows, stopTimes, tripId);
    interpolateBlanks(rows, stopTimes, tripId);
    checkTimes(rows, stopTimes, tripId);
    // Riders cannot get off at the first stop.
    if (rows.length > 0) stopTimes.alighting[rows[0]!] = 0;
  });
  return byTrip;
}

function isOrdered(rows: Int32Array, { sequence }: StopTimes): boolean {
  for (let i = 1; i < rows.length; i++) if (sequence[rows[i]!]! < sequence[rows[i - 1]!]!) return false;
  return true;
}

function checkSequence(rows: Int32Array, { sequence, line }: StopTimes, tripId: string): void {
  for (let i = 1; i < rows.length; i++) {
    if (sequence[rows[i]!]! !== sequence[rows[i - 1]!]!) continue;
    const later = Math.max(line[rows[i]!]!, line[rows[i - 1]!]!);
    refuse(later, 'stop_sequence', `trip "${tripId}" has a second stop number ${sequence[rows[i]!]}`);
  }
}

function checkTimes(rows: Int32Array, { arrival, departure, line }: StopTimes, tripId: string): void {
  rows.forEach((row, i) => {
    if (departure[row]! < arrival[row]!) {
      refuse(line[row]!, 'departure_time', `trip "${tripId}" departs before it arrives`);
    }
    if (i > 0 && arrival[row]! < departure[rows[i - 1]!]!) {
      refuse(line[row]!, 'arrival_time', `trip "${tripId}" arrives before it leaves the stop before`);
    }
  });
}

function interpolateBlanks(rows: Int32Array, { arrival, departure, line }: StopTimes, tripId: string): void {
  let timed = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (arrival[row] === NO_TIME) {
      if (i > 0 && i < rows.length - 1) continue;
      refuse(line[row]!, 'arrival_time', `is missing at an end of trip "${tripId}"`);
    }
    const [from, until] = [departure[rows[timed]!]!, arrival[row]!];
    for (let blank = timed + 1; blank < i; blank++) {
      const time = Math.round(from + ((until - from) * (blank - timed)) / (i - timed));
      arrival[rows[blank]!] = time;
      departure[rows[blank]!] = time;
    }
    timed = i;
  }
}

function refuse(line: number, field: string, why: string): never {
  throw new FeedError({ file: FILE, line, field }, why);
}
