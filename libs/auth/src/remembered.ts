// Tokens that were verified are known until they expire, ten minutes at most: checking a signature costs more than all else of a small call.
import { LRUCache } from 'lru-cache';

/** Of access tokens and service tokens alike. */
export interface Expiring {
  readonly expiresAt: Date;
}

export interface RememberedOptions {
  /** Tokens kept; the longest unused goes first. Default 10,000, about 20 MB. */
  readonly most?: number;
  /** As the verifier's own: how long after its end a token still counts. Default 0. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since 1970, wall time. */
  readonly now?: () => number;
}

/**
 * A token is checked again after this long, however long it says that it counts: one that was forged with a stolen key could
 * say a year, and would count so long after the key was withdrawn. As long as published keys are kept.
 */
const MOST_MS = 600_000;

/** A verifier that remembers. Refusals are not remembered: made-up tokens would push out good ones. */
export class Remembered<T extends Expiring> {
  private readonly verified: LRUCache<string, T>;
  /** Being verified at this moment, so that many calls with one new token check it once. */
  private readonly pending = new Map<string, Promise<T>>();
  private readonly now: () => number;
  private readonly toleranceMs: number;

  constructor(
    private readonly check: (token: string) => Promise<T>,
    options: RememberedOptions = {},
  ) {
    this.toleranceMs = (options.toleranceSeconds ?? 0) * 1000;
    this.now = options.now ?? Date.now;
    this.verified = new LRUCache({
      max: options.most ?? 10_000,
      ttl: MOST_MS,
      ttlResolution: 0,
      perf: { now: this.now },
    });
  }

  /** What a token that was verified before says, if it still counts. Without waiting. */
  known(token: string): T | undefined {
    const found = this.verified.get(token);
    if (!found) return undefined;
    if (this.now() < found.expiresAt.getTime() + this.toleranceMs) return found;
    this.verified.delete(token);
    return undefined;
  }

  /** Throws what the verifier throws. */
  async verify(token: string): Promise<T> {
    const known = this.known(token);
    if (known) return known;
    const pending = this.pending.get(token) ?? this.checkOnce(token);
    this.pending.set(token, pending);
    return pending;
  }

  private async checkOnce(token: string): Promise<T> {
    try {
      const verified = await this.check(token);
      this.verified.set(token, verified);
      return verified;
    } finally {
      this.pending.delete(token);
    }
  }
}
