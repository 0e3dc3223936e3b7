// Latencies counted in buckets that grow by 2%: a fixed size however many calls there are, quantiles within 1%. Pure.

const SMALLEST_MS = 0.01;
const LOG_GROWTH = Math.log(1.02);

export class Histogram {
  private readonly buckets: number[] = [];
  private total = 0;
  private largest = 0;

  get count(): number {
    return this.total;
  }

  /** Milliseconds, exact; 0 when nothing was recorded. */
  get max(): number {
    return this.largest;
  }

  record(ms: number): void {
    const bucket = ms <= SMALLEST_MS ? 0 : Math.ceil(Math.log(ms / SMALLEST_MS) / LOG_GROWTH);
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1;
    this.total += 1;
    this.largest = Math.max(this.largest, ms);
  }

  /** The latency in milliseconds that the given share (0 to 1) of the calls did not exceed; 0 when nothing was recorded. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(this.total * share));
    for (const [bucket, count = 0] of this.buckets.entries()) {
      left -= count;
      if (left <= 0) return Math.min(this.largest, SMALLEST_MS * Math.exp(LOG_GROWTH * (bucket - 0.5)));
    }
    return 0;
  }
}
