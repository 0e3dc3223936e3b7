// A rate limit per key and minute over all replicas. Points are reserved from a shared count, a tenth of the limit at a
// time, and spent here. So most requests need no call, and a caller over the limit causes none.
//
// While the shared count is unavailable, each replica counts for itself: an outage of the database must neither stop
// the gateway nor remove its limits.
import { DomainError } from '@lastmile/errors';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Adds points to the count of a key in its current minute, for all replicas. */
export type SharedCount = (key: string, points: number) => Promise<Used>;

export interface Used {
  /** Including the points just added. */
  readonly points: number;
  /** Until the count starts again at 0. */
  readonly remainingMs: number;
}

export interface PointLimitOptions {
  /** Keeps the keys of several limits apart. */
  readonly name: string;
  readonly pointsPerMinute: number;
  readonly count: SharedCount;
  /** Called when the shared count fails, at most once a minute. */
  onCountFailure(error: unknown): void;
}

/** Points that are reserved and not yet spent. */
interface Reserved {
  points: number;
  endMs: number;
  /** No more points are available before `endMs`. */
  isLast: boolean;
  filling?: Promise<void>;
}

const MINUTE_SECONDS = 60;
/** The callers of one minute on a busy replica. A key that was evicted only causes one more call. */
const MOST_KEYS = 100_000;
const SHARE = 10;
/** The largest amount that one UsePoints call may take. */
const MOST_AT_ONCE = 1_000_000;
/** How long the shared count is not called after a failure, so that callers do not each wait for a timeout. */
const COUNT_PAUSE_MS = 5_000;

export class PointLimit {
  private readonly purses = new LRUCache<string, Reserved>({ max: MOST_KEYS });
  private readonly alone = new RateLimiterMemory({ points: Number.MAX_SAFE_INTEGER, duration: MINUTE_SECONDS });
  private toldMs = -Infinity;
  private aloneUntilMs = -Infinity;

  constructor(private readonly options: PointLimitOptions) {}

  /** @throws DomainError resource_exhausted TOO_MANY_REQUESTS, with `retry_after_seconds` */
  async take(key: string, cost: number): Promise<void> {
    for (;;) {
      const purse = this.purseOf(key);
      if (purse.points >= cost) {
        purse.points -= cost;
        return;
      }
      if (purse.isLast) throw tooMany(purse.endMs - Date.now());
      // Concurrent callers wait for the same reservation.
      await (purse.filling ??= this.fill(key, purse, cost).finally(() => (purse.filling = undefined)));
    }
  }

  private purseOf(key: string): Reserved {
    const known = this.purses.get(key);
    if (known && (known.endMs > Date.now() || known.filling)) return known;
    const purse: Reserved = { points: 0, endMs: Infinity, isLast: false };
    this.purses.set(key, purse);
    return purse;
  }

  private async fill(key: string, purse: Reserved, cost: number): Promise<void> {
    const { name, pointsPerMinute, count } = this.options;
    const wanted = Math.max(cost, Math.min(MOST_AT_ONCE, Math.ceil(pointsPerMinute / SHARE)));
    const isAlone = Date.now() < this.aloneUntilMs;
    const used = isAlone
      ? await this.countAlone(key, wanted)
      : await count(`${name}:${key}`, wanted).catch((error: unknown) => this.beginAlone(key, wanted, error));
    const granted = Math.min(wanted, pointsPerMinute - (used.points - wanted));
    purse.points += Math.max(0, granted);
    purse.isLast = granted < wanted;
    purse.endMs = Date.now() + used.remainingMs;
  }

  private beginAlone(key: string, points: number, error: unknown): Promise<Used> {
    this.aloneUntilMs = Date.now() + COUNT_PAUSE_MS;
    if (Date.now() - this.toldMs > MINUTE_SECONDS * 1000) {
      this.toldMs = Date.now();
      this.options.onCountFailure(error);
    }
    return this.countAlone(key, points);
  }

  private async countAlone(key: string, points: number): Promise<Used> {
    const { consumedPoints, msBeforeNext } = await this.alone.penalty(key, points);
    return { points: consumedPoints, remainingMs: msBeforeNext };
  }
}

/** The error of any rate limit; `remainingMs` until the next attempt can succeed. */
export const tooMany = (
  remainingMs: number,
  reason = 'TOO_MANY_REQUESTS',
  message = 'too many requests',
): DomainError =>
  new DomainError('resource_exhausted', reason, message, {
    retry_after_seconds: String(Math.max(1, Math.ceil(remainingMs / 1000))),
  });
