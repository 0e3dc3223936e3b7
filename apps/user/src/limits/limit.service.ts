// Counts what callers of the gateway use; the gateway knows how much they may.
import { Injectable } from '@nestjs/common';
import { LimitRepository, type Used } from './limit.repository.js';

@Injectable()
export class LimitService {
  constructor(private readonly limits: LimitRepository) {}

  /** Adds to what the key has used in the present minute. */
  use(key: string, points: number): Promise<Used> {
    return this.limits.use(key, points);
  }
}
