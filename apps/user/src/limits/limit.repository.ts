// Points that callers have used of the gateway's limits in the current minute, by key; one statement per count.
import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { RateLimiterPostgres } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;

export interface Used {
  readonly points: number;
  /** Until the count starts again at 0. */
  readonly remainingMs: number;
}

@Injectable()
export class LimitRepository {
  private readonly limiter: RateLimiterPostgres;

  constructor(database: Database) {
    this.limiter = new RateLimiterPostgres({
      // Can be replaced by Redis later: RateLimiterRedis has the same methods.
      storeClient: database.pool,
      storeType: 'pool',
      tableName: 'rate_limits',
      tableCreated: true,
      keyPrefix: '',
      // Its own cleanup timer would continue after the pool has ended, so old keys are deleted with other old data
      // (privacy/).
      clearExpiredByTimeout: false,
      // Only counts: the limits are in the gateway.
      points: Number.MAX_SAFE_INTEGER,
      duration: WINDOW_SECONDS,
    });
  }

  /** Adds points to a key. A key names a person or an address, so only its hash is stored. */
  async use(key: string, points: number): Promise<Used> {
    const { consumedPoints, msBeforeNext } = await this.limiter.penalty(hashed(key), points);
    return { points: consumedPoints, remainingMs: msBeforeNext };
  }
}

const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');
