// How wrong the ETAs were that riders saw, by how long it took from then: told minus happened, in seconds. Pure.
const SECOND = 1_000;
/** Errors beyond count as this much in the percentile; in the means they count in full. */
const MOST_SECONDS = 3_600;

/** The first whose limit is not exceeded counts. */
const HORIZONS = [
  { horizon: 'under 1 min', limitSeconds: 60 },
  { horizon: '1 to 3 min', limitSeconds: 180 },
  { horizon: '3 to 5 min', limitSeconds: 300 },
  { horizon: '5 to 10 min', limitSeconds: 600 },
  { horizon: 'over 10 min', limitSeconds: Infinity },
] as const;

export interface EtaError {
  horizon: string;
  count: number;
  meanAbsoluteSeconds: number;
  /** Positive: the car came earlier than told. */
  biasSeconds: number;
  p90Seconds: number;
}

/** What somebody was told, and when; milliseconds since 1970. */
export interface ToldEta {
  atMs: number;
  etaMs: number;
}

/** The errors of many predictions. Constant memory. */
export class EtaErrors {
  private readonly buckets = HORIZONS.map((each) => ({
    ...each,
    count: 0,
    sum: 0,
    absolute: 0,
    bySecond: new Map<number, number>(),
  }));

  /** It happened at last: judges what was told before. */
  happened(told: readonly ToldEta[], atMs: number): void {
    for (const { atMs: toldMs, etaMs } of told) {
      if (toldMs >= atMs) continue;
      const bucket = this.buckets.find(({ limitSeconds }) => atMs - toldMs < limitSeconds * SECOND);
      if (!bucket) continue;
      const error = (etaMs - atMs) / SECOND;
      const whole = Math.min(MOST_SECONDS, Math.ceil(Math.abs(error)));
      bucket.count++;
      bucket.sum += error;
      bucket.absolute += Math.abs(error);
      bucket.bySecond.set(whole, (bucket.bySecond.get(whole) ?? 0) + 1);
    }
  }

  /** Nearest horizon first; those without predictions are left out. */
  summary(): EtaError[] {
    return this.buckets
      .filter(({ count }) => count > 0)
      .map(({ horizon, count, sum, absolute, bySecond }) => ({
        horizon,
        count,
        meanAbsoluteSeconds: absolute / count,
        biasSeconds: sum / count,
        p90Seconds: percentile(bySecond, count * 0.9),
      }));
  }
}

/** The smallest whole second that at least `rank` errors do not exceed. */
function percentile(bySecond: ReadonlyMap<number, number>, rank: number): number {
  let seen = 0;
  for (const [second, count] of [...bySecond].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return second;
  }
  return 0;
}
