// Limits how many fixes one account may send, over REST and sockets together. Each fix counts, because a message may
// hold 500, and an outdated fix costs the location service as much as a new one.
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TokenBucket } from '../live/token-bucket.js';
import { tooMany } from './point-limit.js';

/** The fixes of a car that had no network for half an hour, and some more. */
const BURST = 2_000;
/** Twenty times the rate of a phone. */
const PER_SECOND = 20;
const MOST_ACCOUNTS = 50_000;

/** Counted per replica: a car sends its fixes over one socket. */
@Injectable()
export class FixAllowance {
  private readonly buckets = new LRUCache<string, TokenBucket>({ max: MOST_ACCOUNTS });

  /** Takes all or none. @throws DomainError resource_exhausted TOO_MANY_FIXES, with `retry_after_seconds` */
  take(userId: string, fixes: number): void {
    const bucket = this.buckets.get(userId) ?? new TokenBucket(BURST, PER_SECOND);
    this.buckets.set(userId, bucket);
    const now = Date.now();
    if (bucket.take(now, fixes)) return;
    const message = `at most ${PER_SECOND} fixes a second, after ${BURST}`;
    throw tooMany(bucket.waitMs(now, fixes), 'TOO_MANY_FIXES', message);
  }
}
