// The personal data in the rider service: profiles and rides. An ended ride stays for the statistics, with a pseudonym,
// without names, and with a destination that is rounded to about a kilometre.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Database } from '@lastmile/postgres';
import { PersonalData, type Person, type RetentionRule, type Section } from '@lastmile/privacy';
import { RiderConfig } from '../rider.config.js';

const BATCH = 500;
/** Two decimals of a degree are about a kilometre. */
const BLURRED = `rider_name = '', destination_name = '',
  destination_latitude = round(destination_latitude::numeric, 2),
  destination_longitude = round(destination_longitude::numeric, 2)`;

@Injectable()
export class RiderPersonalData extends PersonalData {
  readonly sections: readonly Section[] = [
    {
      name: 'riderProfile',
      read: (userId, after) =>
        this.database.many(
          `SELECT rider_id::text AS key, jsonb_build_object('name', name, 'wheelchair', wheelchair, 'createTime', create_time)
             AS record FROM riders WHERE rider_id = $1 AND $2 = ''`,
          [userId, after],
        ),
    },
    {
      name: 'rides',
      read: (userId, after, limit) =>
        this.database.many(
          `SELECT ride_id::text AS key, to_jsonb(rides)
             - ARRAY['rider_id', 'excluded_driver_ids', 'open', 'version', 'trip_version', 'blur_time'] AS record
           FROM rides WHERE rider_id = $1 AND ($2 = '' OR ride_id > nullif($2, '')::uuid) ORDER BY ride_id LIMIT $3`,
          [userId, after, limit],
        ),
    },
  ];

  readonly retention: readonly RetentionRule[] = [
    { name: 'names and places of rides', sweep: (limit) => this.blurOld(limit) },
  ];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: RiderConfig,
  ) {
    super();
  }

  /** The profile is erased last, because rides refer to it. */
  erase({ userId, pseudonymId }: Person): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO riders (rider_id, name, wheelchair, create_time)
         SELECT $2, '-', false, create_time FROM riders WHERE rider_id = $1 ON CONFLICT DO NOTHING`,
        [userId, pseudonymId],
      );
      const rides = await tx.query(
        `UPDATE rides SET rider_id = $2, wheelchair = false, blur_time = $3, ${BLURRED}
         WHERE ride_id IN (SELECT ride_id FROM rides WHERE rider_id = $1 LIMIT ${BATCH})`,
        [userId, pseudonymId, this.clock.now()],
      );
      const excluded = await tx.query(
        `UPDATE rides SET excluded_driver_ids = array_replace(excluded_driver_ids, $1::uuid, $2::uuid)
         WHERE ride_id IN (SELECT ride_id FROM rides
           WHERE excluded_driver_ids <> '{}' AND excluded_driver_ids @> ARRAY[$1::uuid] LIMIT ${BATCH})`,
        [userId, pseudonymId],
      );
      if (rides.rowCount + excluded.rowCount > 0) return rides.rowCount + excluded.rowCount;
      return (await tx.query('DELETE FROM riders WHERE rider_id = $1', [userId])).rowCount;
    });
  }

  private async blurOld(limit: number): Promise<number> {
    const now = this.clock.now();
    const { rowCount } = await this.database.query(
      `UPDATE rides SET blur_time = $1, ${BLURRED}
       WHERE ride_id IN (SELECT ride_id FROM rides
         WHERE blur_time IS NULL AND end_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY end_time LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [now, this.config.placeRetentionDays, limit],
    );
    return rowCount;
  }
}
