// What has become of the trips of some hours, for operators.
import { Injectable } from '@nestjs/common';
import { TripStatisticsRepository } from './trip-statistics.repository.js';
import type { Interval, TripStatistics } from './trip-statistics.types.js';

@Injectable()
export class TripStatisticsService {
  constructor(private readonly statistics: TripStatisticsRepository) {}

  /** By the time the trips were made. */
  read(interval: Interval): Promise<TripStatistics> {
    return this.statistics.read(interval);
  }
}
