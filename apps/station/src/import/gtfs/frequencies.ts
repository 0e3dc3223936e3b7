/** frequencies.txt: expands "every 6 minutes from 7 to 9" to the single runs that riders choose from. */
import { readOptionalTable } from './csv-table.js';
import type { FeedTrip } from './feed.types.js';
import type { FeedSource } from './feed-source.types.js';
import type { Trips } from './read-trips.js';
import type { Groups, StopTimes } from './stop-times.js';

/**
 * exact_times = 0 promises a headway, not a schedule; its runs are expanded as if they were exact, which is the best
 * estimate.
 */
interface Frequency {
  readonly trip: number;
  readonly start: number;
  readonly end: number;
  readonly headway: number;
}

/** Maximum stop times that frequencies.txt may expand to: 50 times the timetable of the largest city. */
const MAX_STOP_TIMES = 30_000_000;

/**
 * Adds one trip per run with its stop times, shifted so that the first departure is that of the run; `end` is
 * exclusive. The template's own times then have no meaning, so alighting is disabled there. Returns all trips,
 * including the runs.
 */
export async function expandFrequencies(
  source: FeedSource,
  { trips, tripOf }: Trips,
  stopTimes: StopTimes,
  byTrip: Groups,
): Promise<FeedTrip[]> {
  const all = [...trips];
  const runs = new Set<string>();
  const templates = new Set<number>();
  const required = ['trip_id', 'start_time', 'end_time', 'headway_secs'];
  await readOptionalTable(source, 'frequencies.txt', required, (row) => {
    const tripId = row.required('trip_id');
    const trip = tripOf.get(tripId) ?? row.fail('trip_id', `"${tripId}" is not in trips.txt`);
    const [start, end] = [row.requiredTime('start_time'), row.requiredTime('end_time')];
    const headway = row.integer('headway_secs');
    if (headway === 0) row.fail('headway_secs', 'is zero');
    if (end <= start) row.fail('end_time', 'does not lie after start_time');
    const calls = byTrip.starts[trip + 1]! - byTrip.starts[trip]!;
    const added = Math.ceil((end - start) / headway) * calls;
    if (stopTimes.length + added > MAX_STOP_TIMES) row.fail('headway_secs', `more than ${MAX_STOP_TIMES} stop times`);
    templates.add(trip);
    for (const run of runsOf({ trip, start, end, headway })) {
      const runId = `${tripId}@${clock(run)}`;
      if (tripOf.has(runId) || runs.has(runId))
        row.fail('start_time', `trip "${tripId}" starts twice at ${clock(run)}`);
      runs.add(runId);
      copyRun(stopTimes, byTrip, trip, all.push({ ...trips[trip]!, tripId: runId }) - 1, run);
    }
  });
  for (const trip of templates) {
    for (const row of byTrip.rows.subarray(byTrip.starts[trip]!, byTrip.starts[trip + 1]!))
      stopTimes.alighting[row] = 0;
  }
  return all;
}

function* runsOf({ start, end, headway }: Frequency): Generator<number> {
  for (let run = start; run < end; run += headway) yield run;
}

function copyRun(stopTimes: StopTimes, byTrip: Groups, template: number, trip: number, start: number): void {
  const rows = byTrip.rows.subarray(byTrip.starts[template]!, byTrip.starts[template + 1]!);
  if (rows.length === 0) return;
  const shift = start - stopTimes.departure[rows[0]!]!;
  for (const row of rows) {
    const { platform, sequence, arrival, departure, line, alighting } = stopTimes;
    const at = stopTimes.push(
      trip,
      platform[row]!,
      sequence[row]!,
      arrival[row]! + shift,
      departure[row]! + shift,
      line[row]!,
    );
    stopTimes.alighting[at] = alighting[row]!;
  }
}

const clock = (seconds: number): string =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((n) => String(Math.floor(n)).padStart(2, '0')).join(':');
