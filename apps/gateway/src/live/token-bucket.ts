// How fast somebody may send: a burst, then a steady rate.

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

  /** Takes so many tokens; false, and none taken, when there are fewer. */
  take(now: number, count = 1): boolean {
    const elapsed = (now - (this.filledAt ?? now)) / 1_000;
    this.tokens = Math.min(this.burst, this.tokens + elapsed * this.perSecond);
    this.filledAt = now;
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  /** Until so many could be taken. */
  waitMs(now: number, count = 1): number {
    const elapsed = (now - (this.filledAt ?? now)) / 1_000;
    return Math.max(0, ((count - this.tokens) / this.perSecond - elapsed) * 1_000);
  }
}
