// What callers have used of the gateway's limits in the present minute, by key; one statement a count.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { RateLimiterPostgres } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

export interface Used {
  readonly points: number;
  /** Until the count begins anew. */
  readonly remainingMs: number;
}

@Injectable()
export class LimitRepository {
  private readonly limiter: RateLimiterPostgres;

  constructor(database: Database) {
    this.limiter = new RateLimiterPostgres({
      // Redis, one day: RateLimiterRedis has the same methods.
      storeClient: database.pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: '',
      // Its own cleaning by a timer would go on after the pool has ended: old keys go with other old data (privacy/).
      clearExpiredByTimeout: false,
      // Counted only: the gateway knows the limits.
      points: Number.MAX_SAFE_INTEGER,
      duration: WINDOW_SECONDS,
    });
  }

  /** Adds to what the key has used. A key names a person or an address, so its hash alone is written down. */
  async use(key: string, points: number): Promise<Used> {
    const { consumedPoints, msBeforeNext } = await this.limiter.penalty(hashed(key), points);
    return { points: consumedPoints, remainingMs: msBeforeNext };
  }
}

const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');
