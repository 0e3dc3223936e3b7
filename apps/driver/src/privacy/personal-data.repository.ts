// The personal data in the driver service: profiles with their cars, and routes. A finished route stays for the
// statistics, with a pseudonym, and with a destination that has no name and is rounded to about a kilometre.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { Database } from '@lastmile/postgres';
import { PersonalData, type Person, type RetentionRule, type Section } from '@lastmile/privacy';
import { DriverConfig } from '../driver.config.js';

const BATCH = 500;
/** Two decimals of a degree are about a kilometre. */
const BLURRED = `destination_name = '', destination_latitude = round(destination_latitude::numeric, 2),
  destination_longitude = round(destination_longitude::numeric, 2)`;

@Injectable()
export class DriverPersonalData extends PersonalData {
  readonly sections: readonly Section[] = [
    {
      name: 'driverProfile',
      read: (userId, after) =>
        this.database.many(
          `SELECT driver_id::text AS key, to_jsonb(drivers) - ARRAY['driver_id', 'erase_time'] AS record
           FROM drivers WHERE driver_id = $1 AND $2 = ''`,
          [userId, after],
        ),
    },
    {
      name: 'routes',
      read: (userId, after, limit) =>
        this.database.many(
          `SELECT route_id::text AS key, to_jsonb(routes) - ARRAY['driver_id', 'version', 'blur_time'] AS record
           FROM routes WHERE driver_id = $1 AND ($2 = '' OR route_id > nullif($2, '')::uuid) ORDER BY route_id LIMIT $3`,
          [userId, after, limit],
        ),
    },
  ];

  readonly retention: readonly RetentionRule[] = [{ name: 'places of routes', sweep: (limit) => this.blurOld(limit) }];

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: DriverConfig,
  ) {
    super();
  }

  /** The profile is erased last, because routes refer to it. */
  erase({ userId, pseudonymId }: Person): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(
        `INSERT INTO drivers (driver_id, name, plate, description, seats, wheelchair_places, create_time, erase_time,
           status, status_time)
         SELECT $2, '-', '-', '', seats, wheelchair_places, create_time, $3, 'pending', $3 FROM drivers WHERE driver_id = $1
         ON CONFLICT DO NOTHING`,
        [userId, pseudonymId, this.clock.now()],
      );
      const { rowCount } = await tx.query(
        `UPDATE routes SET driver_id = $2, blur_time = $3, ${BLURRED}
         WHERE route_id IN (SELECT route_id FROM routes WHERE driver_id = $1 LIMIT ${BATCH})`,
        [userId, pseudonymId, this.clock.now()],
      );
      if (rowCount > 0) return rowCount;
      return (await tx.query('DELETE FROM drivers WHERE driver_id = $1', [userId])).rowCount;
    });
  }

  /** Up to some hundred unfinished routes of the driver. */
  async unfinished({ userId }: Person): Promise<string[]> {
    const rows = await this.database.many<{ route_id: string }>(
      `SELECT route_id FROM routes WHERE driver_id = $1 AND status <> 'finished' ORDER BY route_id LIMIT ${BATCH}`,
      [userId],
    );
    return rows.map((row) => row.route_id);
  }

  private async blurOld(limit: number): Promise<number> {
    const { rowCount } = await this.database.query(
      `UPDATE routes SET blur_time = $1, ${BLURRED}
       WHERE route_id IN (SELECT route_id FROM routes
         WHERE blur_time IS NULL AND finish_time < $1::timestamptz - make_interval(days => $2)
         ORDER BY finish_time LIMIT $3 FOR UPDATE SKIP LOCKED)`,
      [this.clock.now(), this.config.placeRetentionDays, limit],
    );
    return rowCount;
  }
}
