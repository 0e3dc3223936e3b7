// What has become of the rides of some hours, for operators.
import { Injectable } from '@nestjs/common';
import { RideStatisticsRepository } from './ride-statistics.repository.js';
import type { Interval, RideStatistics } from './ride-statistics.types.js';

@Injectable()
export class RideStatisticsService {
  constructor(private readonly statistics: RideStatisticsRepository) {}

  /** The repository says which rides count. */
  read(interval: Interval): Promise<RideStatistics> {
    return this.statistics.read(interval);
  }
}
