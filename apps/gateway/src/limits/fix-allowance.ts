// How many fixes one account may send, by whatever way: counted one by one, since a message may hold 500, and what is too old
// costs the location service as much as what is new.
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { TokenBucket } from '../live/token-bucket.js';
import { tooMany } from './point-limit.js';

/** What a car without a network for half an hour has to tell, and a little. */
const BURST = 2_000;
/** Twenty times what a phone makes. */
const PER_SECOND = 20;
const MOST_ACCOUNTS = 50_000;

/** Of this replica: a car's fixes come by one socket. */
@Injectable()
export class FixAllowance {
  private readonly buckets = new LRUCache<string, TokenBucket>({ max: MOST_ACCOUNTS });

  /** @throws DomainError resource_exhausted TOO_MANY_FIXES, with `retry_after_seconds`; then none of them is taken */
  take(userId: string, fixes: number): void {
    const bucket = this.buckets.get(userId) ?? new TokenBucket(BURST, PER_SECOND);
    this.buckets.set(userId, bucket);
    const now = Date.now();
    if (bucket.take(now, fixes)) return;
    const message = `at most ${PER_SECOND} fixes a second, after ${BURST}`;
    throw tooMany(bucket.waitMs(now, fixes), 'TOO_MANY_FIXES', message);
  }
}
