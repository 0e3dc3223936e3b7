// Limits a rate: a burst, then a steady rate.

/** A token bucket; `now` in milliseconds. */
export class TokenBucket {
  private tokens: number;
  private filledAt?: number;

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.tokens = burst;
  }

  /** Takes that many tokens; returns false, and takes none, when there are fewer. */
  take(now: number, count = 1): boolean {
    const elapsed = (now - (this.filledAt ?? now)) / 1_000;
    this.tokens = Math.min(this.burst, this.tokens + elapsed * this.perSecond);
    this.filledAt = now;
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  /** Milliseconds until that many tokens are available. */
  waitMs(now: number, count = 1): number {
    const elapsed = (now - (this.filledAt ?? now)) / 1_000;
    return Math.max(0, ((count - this.tokens) / this.perSecond - elapsed) * 1_000);
  }
}
