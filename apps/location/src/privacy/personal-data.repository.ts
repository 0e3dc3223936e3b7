// What the location service holds about people: where a driver on duty is, where they head for, and whom they carry. All of it
// goes with the route; a note that a route is over stays for a while, so that late news of it counts for nothing.
import { Injectable } from '@nestjs/common';
import { Clock, loadConfig } from '@lastmile/config';
import { Database } from '@lastmile/postgres';
import { kept, PersonalData, type Person, type RetentionRule, type Section } from '@lastmile/privacy';
import { POSITION_CHANNEL } from '../position.repository.js';

@Injectable()
export class LocationPersonalData extends PersonalData {
  readonly sections: readonly Section[] = [
    {
      name: 'presentPosition',
      read: (userId, after) =>
        this.database.many(
          `SELECT driver_id AS key, to_jsonb(positions) - ARRAY['driver_id', 'etas', 'revision'] AS record
           FROM positions WHERE driver_id = $1 AND $2 = ''`,
          [userId, after],
        ),
    },
  ];

  readonly retention: readonly RetentionRule[] = [
    { name: 'positions', sweep: (limit) => this.deletePositions(limit) },
    { name: 'watches that are over', sweep: (limit) => this.deleteWatches(limit) },
    { name: 'trips', sweep: (limit) => this.deleteTrips(limit) },
  ];

  private readonly positionHours = loadConfig({ POSITION_RETENTION_HOURS: kept.default(24) }).POSITION_RETENTION_HOURS;
  private readonly watchDays = loadConfig({ WATCH_RETENTION_DAYS: kept.default(30) }).WATCH_RETENTION_DAYS;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Replicas are told that the car is gone. */
  erase({ userId }: Person): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_notify($1, jsonb_build_object('driver_id', $2::text, 'gone', true)::text)`, [
        POSITION_CHANNEL,
        userId,
      ]);
      await tx.query('DELETE FROM trips WHERE driver_id = $1', [userId]);
      // Position and stations go with it.
      return (await tx.query('DELETE FROM watches WHERE driver_id = $1', [userId])).rowCount;
    });
  }

  /** Of drivers who never said that their route is over. */
  private async deletePositions(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `WITH gone AS (
         DELETE FROM positions WHERE driver_id IN (
           SELECT driver_id FROM positions WHERE time < $1::timestamptz - make_interval(hours => $2)
           LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING driver_id)
       SELECT pg_notify($4, jsonb_build_object('driver_id', driver_id, 'gone', true)::text) FROM gone`,
      [this.clock.now(), this.positionHours, limit, POSITION_CHANNEL],
    );
    return rowCount;
  }

  private async deleteWatches(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM watches WHERE driver_id IN (
         SELECT driver_id FROM watches WHERE NOT on_duty AND start_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY start_time LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.watchDays, limit],
    );
    return rowCount;
  }

  /** Of routes that nobody ended, or that were never heard of: others go with their route. */
  private async deleteTrips(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM trips WHERE trip_id IN (
         SELECT trip_id FROM trips WHERE dropoff_time < $1::timestamptz - make_interval(days => $2)
         LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.watchDays, limit],
    );
    return rowCount;
  }
}
