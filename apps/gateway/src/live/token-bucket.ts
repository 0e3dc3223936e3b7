// How fast one socket may send: a burst, then a steady rate.

/** Classic token bucket; `now` in milliseconds. */
export class TokenBucket {
  private tokens: number;
  private filledAt?: number;

  constructor(
    private readonly burst: number,
    private readonly perSecond: number,
  ) {
    this.tokens = burst;
  }

  /** Takes a token; false when there is none. */
  take(now: number): boolean {
    const elapsed = (now - (this.filledAt ?? now)) / 1_000;
    this.tokens = Math.min(this.burst, this.tokens + elapsed * this.perSecond);
    this.filledAt = now;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }
}
