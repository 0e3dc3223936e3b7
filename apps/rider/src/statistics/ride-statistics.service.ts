// How the rides of some hours ended, for operators.
import { Injectable } from '@nestjs/common';
import { RideStatisticsRepository } from './ride-statistics.repository.js';
import type { Interval, RideStatistics } from './ride-statistics.types.js';

@Injectable()
export class RideStatisticsService {
  constructor(private readonly statistics: RideStatisticsRepository) {}

  read(interval: Interval): Promise<RideStatistics> {
    return this.statistics.read(interval);
  }
}
