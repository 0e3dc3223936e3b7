// Counts how the rides of a day ended, directly from their rows on each request: there are no counters to keep up to
// date.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import type { Interval, RideCounts, RideStatistics, WaitingReasonCount } from './ride-statistics.types.js';

const COUNTS = `count(*)::int AS requested,
  count(*) FILTER (WHERE status IN ('waiting', 'offered'))::int AS waiting,
  count(*) FILTER (WHERE status IN ('scheduled', 'arrived', 'active'))::int AS underway,
  count(*) FILTER (WHERE status = 'completed')::int AS served,
  count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
  count(*) FILTER (WHERE status = 'expired')::int AS expired,
  count(*) FILTER (WHERE status = 'no_show')::int AS "noShow"`;

@Injectable()
export class RideStatisticsRepository {
  constructor(private readonly database: Database) {}

  /** Selects rides by the time of their request. */
  async read({ fromTime, toTime }: Interval): Promise<RideStatistics> {
    const [hours, stations, reasons] = await Promise.all([
      this.hours(fromTime, toTime),
      this.stations(fromTime, toTime),
      this.reasons(fromTime, toTime),
    ]);
    return {
      hours: hours.map(({ startTime, ...rides }) => ({ startTime, rides })),
      stations: stations.map(({ stationId, stationName, ...rides }) => ({ stationId, stationName, rides })),
      reasons,
    };
  }

  /** One index range per hour: with a single scan the planner would sort the whole day to group it. */
  private hours(from: Date, to: Date): Promise<(RideCounts & { startTime: Date })[]> {
    return this.database.many<RideCounts & { startTime: Date } & Record<string, unknown>>(
      `SELECT hour AS "startTime", counted.*
       FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 microsecond', interval '1 hour') AS hour,
         LATERAL (
           SELECT ${COUNTS} FROM rides
           WHERE create_time >= hour AND create_time < least(hour + interval '1 hour', $2)
         ) AS counted
       ORDER BY hour`,
      [from, to],
    );
  }

  private stations(from: Date, to: Date): Promise<(RideCounts & { stationId: string; stationName: string })[]> {
    return this.database.many<RideCounts & { stationId: string; stationName: string } & Record<string, unknown>>(
      `WITH counted AS (
         SELECT station_id AS "stationId", ${COUNTS} FROM rides
         WHERE create_time >= $1 AND create_time < $2 GROUP BY station_id
       )
       SELECT counted.*, (
         SELECT station_name FROM rides WHERE station_id = "stationId" ORDER BY create_time DESC, ride_id DESC LIMIT 1
       ) AS "stationName"
       FROM counted ORDER BY requested DESC, "stationId"`,
      [from, to],
    );
  }

  private reasons(from: Date, to: Date): Promise<WaitingReasonCount[]> {
    return this.database.many<WaitingReasonCount & Record<string, unknown>>(
      `SELECT coalesce(waiting_reason, '') AS reason, count(*) FILTER (WHERE status = 'waiting')::int AS "waitingCount",
         count(*) FILTER (WHERE status = 'expired')::int AS "expiredCount"
       FROM rides WHERE create_time >= $1 AND create_time < $2 AND status IN ('waiting', 'expired')
       GROUP BY reason ORDER BY count(*) DESC, reason`,
      [from, to],
    );
  }
}
