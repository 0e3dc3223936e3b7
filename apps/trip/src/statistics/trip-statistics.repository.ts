// Counts how the trips of a day ended, directly from their rows on each request: there are no counters to keep up to
// date.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import type { Interval, TripEndCount, TripFigures, TripStatistics } from './trip-statistics.types.js';

/** Reasons are free text: only the most frequent ones are counted separately. */
const FREQUENT_REASONS = 20;
const WAIT = `CASE WHEN board_time IS NOT NULL THEN greatest(extract(epoch FROM board_time - ready_time)::float8, 0) END`;

/** A rider who boards before the ready time has waited 0 seconds. */
const FIGURES = `count(*)::int AS made,
  count(*) FILTER (WHERE offer_expire_time IS NOT NULL)::int AS offered,
  count(*) FILTER (WHERE live)::int AS live,
  count(*) FILTER (WHERE status = 'completed')::int AS completed,
  count(*) FILTER (WHERE status = 'declined')::int AS declined,
  count(*) FILTER (WHERE status = 'expired')::int AS expired,
  count(*) FILTER (WHERE status = 'cancelled')::int AS cancelled,
  count(*) FILTER (WHERE status = 'no_show')::int AS no_show,
  count(board_time)::int AS boarded,
  coalesce(avg(${WAIT}), 0)::float8 AS mean_wait,
  coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY ${WAIT}), 0)::float8 AS p95_wait,
  coalesce(sum(party_size) FILTER (WHERE board_time IS NOT NULL), 0)::int AS seats_used`;

@Injectable()
export class TripStatisticsRepository {
  constructor(private readonly database: Database) {}

  /** Selects trips by their creation time. */
  async read({ fromTime, toTime }: Interval): Promise<TripStatistics> {
    const [hours, stations, ends] = await Promise.all([
      this.hours(fromTime, toTime),
      this.stations(fromTime, toTime),
      this.ends(fromTime, toTime),
    ]);
    const [whole] = stations.filter(({ station_id }) => station_id === null);
    return {
      figures: figuresOf(whole!),
      hours: hours.map(({ hour, ...row }) => ({ startTime: hour, figures: figuresOf(row) })),
      stations: stations.flatMap(({ station_id: stationId, ...row }) =>
        stationId === null ? [] : [{ stationId, figures: figuresOf(row) }],
      ),
      ends,
    };
  }

  /** One index range per hour: with a single scan the planner would sort the whole day to group it. */
  private hours(from: Date, to: Date): Promise<(FigureRow & { hour: Date })[]> {
    return this.database.many<FigureRow & { hour: Date }>(
      `SELECT hour, counted.*
       FROM generate_series($1::timestamptz, $2::timestamptz - interval '1 microsecond', interval '1 hour') AS hour,
         LATERAL (
           SELECT ${FIGURES} FROM trips
           WHERE create_time >= hour AND create_time < least(hour + interval '1 hour', $2)
         ) AS counted
       ORDER BY hour`,
      [from, to],
    );
  }

  /** One row per station, and one without a station for the total, which is there even without trips. */
  private stations(from: Date, to: Date): Promise<(FigureRow & { station_id: string | null })[]> {
    return this.database.many<FigureRow & { station_id: string | null }>(
      `SELECT station_id, ${FIGURES} FROM trips WHERE create_time >= $1 AND create_time < $2
       GROUP BY GROUPING SETS ((station_id), ()) ORDER BY station_id`,
      [from, to],
    );
  }

  private ends(from: Date, to: Date): Promise<TripEndCount[]> {
    return this.database.many<TripEndCount & Record<string, unknown>>(
      `WITH ended AS (
         SELECT status, ended_by, end_reason, count(*) AS count FROM trips
         WHERE create_time >= $1 AND create_time < $2 AND ended_by IS NOT NULL GROUP BY status, ended_by, end_reason
       ), frequent AS (
         SELECT end_reason FROM ended GROUP BY end_reason ORDER BY sum(count) DESC, end_reason LIMIT ${FREQUENT_REASONS}
       )
       SELECT status, ended_by AS "endedBy", coalesce(frequent.end_reason, '') AS reason, sum(count)::int AS count
       FROM ended LEFT JOIN frequent USING (end_reason)
       GROUP BY status, ended_by, reason ORDER BY count DESC, status, ended_by, reason`,
      [from, to],
    );
  }
}

interface FigureRow extends Record<string, unknown> {
  made: number;
  offered: number;
  live: number;
  completed: number;
  declined: number;
  expired: number;
  cancelled: number;
  no_show: number;
  boarded: number;
  mean_wait: number;
  p95_wait: number;
  seats_used: number;
}

function figuresOf({ no_show: noShow, boarded, mean_wait, p95_wait, seats_used, ...row }: FigureRow): TripFigures {
  const { made, offered, live, completed, declined, expired, cancelled } = row;
  return {
    trips: { made, offered, live, completed, declined, expired, cancelled, noShow },
    wait: { count: boarded, meanSeconds: mean_wait, p95Seconds: p95_wait },
    seatsUsed: seats_used,
  };
}
