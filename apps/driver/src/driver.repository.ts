// Drivers: their table and nothing else.
import { Injectable } from '@nestjs/common';
import { Database, type Queries, type RequestKey, type Transaction } from '@lastmile/postgres';
import type { Driver } from './driver.types.js';

/** Who asked for what, so that asking twice does it once. */
export interface Request extends RequestKey {
  readonly body: object;
}

/** Keyset position: the last row of the page before. */
export interface Position {
  readonly createTime: Date;
  readonly id: string;
}

@Injectable()
export class DriverRepository {
  constructor(private readonly database: Database) {}

  /** Makes or replaces a profile, once per request. `check` may refuse inside the transaction. */
  save(driver: Driver, request: Request, check: (tx: Transaction) => Promise<void>): Promise<Driver> {
    return this.database.once(request, request.body, async (tx) => {
      await lockDriver(tx, driver.driverId);
      await check(tx);
      const { name, vehicle } = driver;
      const row = await tx.one<DriverRow>(
        `INSERT INTO drivers AS d (driver_id, name, plate, description, seats, wheelchair_places, create_time)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (driver_id) DO UPDATE SET name = excluded.name, plate = excluded.plate,
           description = excluded.description, seats = excluded.seats, wheelchair_places = excluded.wheelchair_places
         RETURNING d.*`,
        [
          driver.driverId,
          name,
          vehicle.plate,
          vehicle.description,
          vehicle.seats,
          vehicle.wheelchairPlaces,
          driver.createTime,
        ],
      );
      return toDriver(row);
    });
  }

  find(driverId: string): Promise<Driver | undefined> {
    return findDriver(this.database, driverId);
  }

  /** Newest first; those with this text in their name or plate, in any case. */
  async list(nameContains: string, limit: number, after?: Position): Promise<Driver[]> {
    const rows = await this.database.many<DriverRow>(
      `SELECT * FROM drivers
       WHERE erase_time IS NULL AND ($2::timestamptz IS NULL OR (create_time, driver_id) < ($2, $3::uuid))
         -- Names and plates are joined by a character that neither holds; the collation knows letters beyond ASCII.
         AND strpos(lower(concat_ws(chr(31), name, plate) COLLATE pg_c_utf8), lower($4 COLLATE pg_c_utf8)) > 0
       ORDER BY create_time DESC, driver_id DESC LIMIT $1`,
      [limit, after?.createTime ?? null, after?.id ?? null, nameContains],
    );
    return rows.map(toDriver);
  }
}

/** A driver's commands take turns, so that a car is not exchanged while its route starts. */
export async function lockDriver(tx: Transaction, driverId: string): Promise<Driver | undefined> {
  const row = await tx.maybeOne<DriverRow>('SELECT * FROM drivers WHERE driver_id = $1 FOR UPDATE', [driverId]);
  return row && toDriver(row);
}

async function findDriver(db: Queries, driverId: string): Promise<Driver | undefined> {
  const row = await db.maybeOne<DriverRow>('SELECT * FROM drivers WHERE driver_id = $1', [driverId]);
  return row && toDriver(row);
}

interface DriverRow {
  driver_id: string;
  name: string;
  plate: string;
  description: string;
  seats: number;
  wheelchair_places: number;
  create_time: Date;
}

const toDriver = (row: DriverRow): Driver => ({
  driverId: row.driver_id,
  name: row.name,
  vehicle: {
    plate: row.plate,
    description: row.description,
    seats: row.seats,
    wheelchairPlaces: row.wheelchair_places,
  },
  createTime: row.create_time,
});
