// The personal data in the ledger: who rode with whom, from where to where, and the PIN. An ended trip is never
// deleted, since seats, times and money have to add up; it keeps a pseudonym, no names or free texts, and a destination
// that is rounded to about a kilometre.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Database } from '@lastmile/postgres';
import { PersonalData, type Person, type RetentionRule, type Section } from '@lastmile/privacy';
import { TripConfig } from '../trip.config.js';

const BATCH = 500;
/** Two decimals of a degree are about a kilometre. */
const PLACES = `destination_name = '', destination_latitude = round(destination_latitude::numeric, 2),
  destination_longitude = round(destination_longitude::numeric, 2)`;
const RIDER = `rider_name = '', ${PLACES}, pin = '0000', end_reason = ''`;
const DRIVER = `driver_name = '', vehicle_plate = '', vehicle_description = '', end_reason = ''`;
const PICKUP_COLUMNS = ['pickup_latitude', 'pickup_longitude', 'pickup_name'];
const RIDER_COLUMNS = ['rider_id', 'rider_name', 'destination_latitude', 'destination_longitude', 'destination_name'];
const DRIVER_COLUMNS = ['driver_id', 'driver_name', 'vehicle_plate', 'vehicle_description'];
const INTERNAL_COLUMNS = ['pin', 'pin_expire_time', 'wrong_pins', 'live', 'version', 'blur_time'];

@Injectable()
export class TripPersonalData extends PersonalData {
  readonly sections: readonly Section[] = [
    this.trips('tripsAsRider', 'rider_id', [...DRIVER_COLUMNS, ...INTERNAL_COLUMNS, 'rider_id']),
    this.trips('tripsAsDriver', 'driver_id', [...RIDER_COLUMNS, ...PICKUP_COLUMNS, ...INTERNAL_COLUMNS, 'driver_id']),
  ];

  readonly retention: readonly RetentionRule[] = [
    { name: 'names and places of trips', sweep: (limit) => this.blurOld(limit) },
    { name: 'share links', sweep: (limit) => this.deleteLinks(limit) },
  ];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: TripConfig,
  ) {
    super();
  }

  erase({ userId, pseudonymId }: Person): Promise<number> {
    return this.database.transaction(async (tx) => {
      const asRider = await tx.query(
        `WITH mine AS (SELECT trip_id FROM trips WHERE rider_id = $1 LIMIT ${BATCH}),
           links AS (DELETE FROM share_links WHERE trip_id IN (SELECT trip_id FROM mine))
         UPDATE trips SET rider_id = $2, ${RIDER} WHERE trip_id IN (SELECT trip_id FROM mine)`,
        [userId, pseudonymId],
      );
      const asDriver = await tx.query(
        `WITH mine AS (SELECT trip_id, ride_id FROM trips WHERE driver_id = $1 LIMIT ${BATCH}),
           links AS (DELETE FROM share_links WHERE trip_id IN (SELECT trip_id FROM mine)),
           claims AS (UPDATE rides SET excluded_driver_ids = array_replace(excluded_driver_ids, $1::uuid, $2::uuid)
             WHERE ride_id IN (SELECT ride_id FROM mine))
         UPDATE trips SET driver_id = $2, ${DRIVER} WHERE trip_id IN (SELECT trip_id FROM mine)`,
        [userId, pseudonymId],
      );
      const loads = await tx.query(
        `UPDATE route_loads SET driver_id = $2, driver_name = '', vehicle_plate = '', vehicle_description = ''
         WHERE route_id IN (SELECT route_id FROM route_loads WHERE driver_id = $1 LIMIT ${BATCH})`,
        [userId, pseudonymId],
      );
      return asRider.rowCount + asDriver.rowCount + loads.rowCount;
    });
  }

  /** True while the person has a live trip or an open route. */
  async isUnderWay({ userId }: Person): Promise<boolean> {
    const row = await this.database.maybeOne(
      `SELECT FROM trips WHERE live AND (rider_id = $1 OR driver_id = $1)
       UNION ALL SELECT FROM route_loads WHERE open AND driver_id = $1 LIMIT 1`,
      [userId],
    );
    return row !== undefined;
  }

  private trips(name: string, column: string, left: readonly string[]): Section {
    return {
      name,
      read: (userId, after, limit) =>
        this.database.many(
          `SELECT trip_id::text AS key, to_jsonb(trips) - $4::text[] AS record
           FROM trips WHERE ${column} = $1 AND ($2 = '' OR trip_id > nullif($2, '')::uuid) ORDER BY trip_id LIMIT $3`,
          [userId, after, limit, left],
        ),
    };
  }

  private async blurOld(limit: number): Promise<number> {
    const now = this.clock.now();
    const { rowCount } = await this.database.query(
      `UPDATE trips SET blur_time = $1, ${RIDER}, driver_name = '', vehicle_plate = '', vehicle_description = ''
       WHERE trip_id IN (SELECT trip_id FROM trips
         WHERE blur_time IS NULL AND end_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY end_time LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [now, this.config.placeRetentionDays, limit],
    );
    return rowCount;
  }

  private async deleteLinks(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `DELETE FROM share_links WHERE token_hash IN (
         SELECT token_hash FROM share_links WHERE expire_time < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), limit],
    );
    return rowCount;
  }
}
