/** Stop times as growing columns of 32-bit integers. */

/** No time given: GTFS leaves the times between timepoints blank. */
export const NO_TIME = -1;

export class StopTimes {
  length = 0;
  trip = new Int32Array(INITIAL);
  /** Index into the feed's platforms. */
  platform = new Int32Array(INITIAL);
  sequence = new Int32Array(INITIAL);
  /** Seconds since the start of the service day, or NO_TIME until interpolated. */
  arrival = new Int32Array(INITIAL);
  departure = new Int32Array(INITIAL);
  /** Line in stop_times.txt, for error messages. */
  line = new Int32Array(INITIAL);
  /** 1 where a rider can get off: not at a trip's first stop, and not where drop_off_type forbids it. */
  alighting = new Uint8Array(INITIAL);

  push(trip: number, platform: number, sequence: number, arrival: number, departure: number, line: number): number {
    if (this.length === this.trip.length) this.grow();
    const at = this.length++;
    this.trip[at] = trip;
    this.platform[at] = platform;
    this.sequence[at] = sequence;
    this.arrival[at] = arrival;
    this.departure[at] = departure;
    this.line[at] = line;
    this.alighting[at] = 1;
    return at;
  }

  private grow(): void {
    const size = this.trip.length * 2;
    for (const column of ['trip', 'platform', 'sequence', 'arrival', 'departure', 'line'] as const) {
      const larger = new Int32Array(size);
      larger.set(this[column]);
      this[column] = larger;
    }
    const larger = new Uint8Array(size);
    larger.set(this.alighting);
    this.alighting = larger;
  }
}

const INITIAL = 16_384;

/** Row numbers grouped by a small key, in O(n): a counting sort, stable within a group. */
export interface Groups {
  /** Row numbers, group after group. */
  readonly rows: Int32Array;
  /** Group g is rows[starts[g]] … rows[starts[g + 1] - 1]. */
  readonly starts: Int32Array;
}

export function groupBy(length: number, groups: number, keyOf: (row: number) => number): Groups {
  const starts = new Int32Array(groups + 1);
  for (let row = 0; row < length; row++) starts[keyOf(row) + 1]!++;
  for (let group = 0; group < groups; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const rows = new Int32Array(length);
  for (let row = 0; row < length; row++) rows[next[keyOf(row)]!++] = row;
  return { rows, starts };
}
