// Counts the points that callers of the gateway use; the limits are in the gateway.
import { Injectable } from '@nestjs/common';
import { LimitRepository, type Used } from './limit.repository.js';

@Injectable()
export class LimitService {
  constructor(private readonly limits: LimitRepository) {}

  /** Adds points to the key in the current minute. */
  use(key: string, points: number): Promise<Used> {
    return this.limits.use(key, points);
  }
}
