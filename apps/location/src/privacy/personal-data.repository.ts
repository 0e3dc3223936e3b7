// The personal data in the location service: where a driver on duty is, where they drive, and who rides with them. All
// of it is deleted with the route; a row that says the route is over stays for a while, so that its late events are
// ignored.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Database } from '@lastmile/postgres';
import { PersonalData, type Person, type RetentionRule, type Section } from '@lastmile/privacy';
import { LocationConfig } from '../location.config.js';
import { POSITION_CHANNEL } from '../fixes/position.repository.js';

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

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: LocationConfig,
  ) {
    super();
  }

  /** All replicas are notified that the car is gone. */
  erase({ userId }: Person): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(`SELECT pg_notify($1, jsonb_build_object('driver_id', $2::text, 'gone', true)::text)`, [
        POSITION_CHANNEL,
        userId,
      ]);
      await tx.query('DELETE FROM trips WHERE driver_id = $1', [userId]);
      // Position and stations are deleted by cascade.
      return (await tx.query('DELETE FROM watches WHERE driver_id = $1', [userId])).rowCount;
    });
  }

  /** Deletes positions of drivers who never finished their route. */
  private async deletePositions(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `WITH gone AS (
         DELETE FROM positions WHERE driver_id IN (
           SELECT driver_id FROM positions WHERE time < $1::timestamptz - make_interval(hours => $2)
           LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING driver_id)
       SELECT pg_notify($4, jsonb_build_object('driver_id', driver_id, 'gone', true)::text) FROM gone`,
      [this.clock.now(), this.config.positionRetentionHours, limit, POSITION_CHANNEL],
    );
    return rowCount;
  }

  private async deleteWatches(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM watches WHERE driver_id IN (
         SELECT driver_id FROM watches WHERE NOT on_duty AND start_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY start_time LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.config.dutyRetentionDays, limit],
    );
    return rowCount;
  }

  /** Deletes trips of routes that were never finished or never arrived; other trips are deleted with their route. */
  private async deleteTrips(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM trips WHERE trip_id IN (
         SELECT trip_id FROM trips WHERE dropoff_time < $1::timestamptz - make_interval(days => $2)
         LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.config.dutyRetentionDays, limit],
    );
    return rowCount;
  }
}
