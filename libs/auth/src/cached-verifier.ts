// Caches verified tokens until they expire, at most ten minutes: checking a signature costs more than the rest of a
// small call.
import { LRUCache } from 'lru-cache';

/** Access tokens and service tokens. */
export interface Expiring {
  readonly expiresAt: Date;
}

export interface CachedVerifierOptions {
  /** Maximum number of cached tokens; the least recently used is evicted. Default 10,000, about 20 MB. */
  readonly most?: number;
  /** The same as the verifier's: how long after its expiry a token is accepted. Default 0. */
  readonly toleranceSeconds?: number;
  /** Milliseconds since 1970, real time. */
  readonly now?: () => number;
}

/**
 * A token is verified again after this time, whatever its expiry: a token forged with a stolen key could expire in a
 * year, and would be accepted for that long after the key was withdrawn. Published keys are cached for the same time.
 */
const MOST_MS = 600_000;

/** A verifier with a cache. Failures are not cached, because invented tokens would evict valid ones. */
export class CachedVerifier<T extends Expiring> {
  private readonly verified: LRUCache<string, T>;
  /** Verifications in progress, so that many calls with the same new token verify it once. */
  private readonly pending = new Map<string, Promise<T>>();
  private readonly now: () => number;
  private readonly toleranceMs: number;

  constructor(
    private readonly check: (token: string) => Promise<T>,
    options: CachedVerifierOptions = {},
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

  /** The content of a cached token that is still valid; never waits. */
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
