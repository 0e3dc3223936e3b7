// How the trips of some hours ended, for operators.
import { Injectable } from '@nestjs/common';
import { TripStatisticsRepository } from './trip-statistics.repository.js';
import type { Interval, TripStatistics } from './trip-statistics.types.js';

@Injectable()
export class TripStatisticsService {
  constructor(private readonly statistics: TripStatisticsRepository) {}

  /** Selects trips by their creation time. */
  read(interval: Interval): Promise<TripStatistics> {
    return this.statistics.read(interval);
  }
}
