// The SQL on the table of drivers.
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, keepingState, type CommandRequest, type Queries, type Transaction } from '@lastmile/postgres';
import type { Driver, DriverStatus } from '../driver.types.js';

/** Keyset pagination: the last row of the previous page. */
export interface Position {
  readonly createTime: Date;
  readonly id: string;
}

export interface DriverFilter {
  readonly nameContains: string;
  readonly status?: DriverStatus;
}

@Injectable()
export class DriverRepository {
  constructor(private readonly database: Database) {}

  /**
   * Changes a driver, once per request, with the row locked. `decide` gets undefined for an unknown driver; if it
   * returns the driver unchanged, nothing is written. `then` writes what follows from the change, in the same
   * transaction.
   */
  change(
    driverId: string,
    request: CommandRequest,
    decide: (known: Driver | undefined, tx: Transaction) => Driver | Promise<Driver>,
    then: (driver: Driver, tx: Transaction) => Promise<void> = async () => undefined,
  ): Promise<Driver> {
    const write = async (tx: Transaction) => {
      const known = await lockDriver(tx, driverId);
      const driver = await decide(known, tx);
      if (driver === known) return known;
      const stored = await this.write(tx, driver);
      await then(stored, tx);
      return stored;
    };
    return this.database.once(request, request.body, write, keptDriver);
  }

  private async write(tx: Transaction, driver: Driver): Promise<Driver> {
    const { name, vehicle } = driver;
    const row = await tx.one<DriverRow>(
      `INSERT INTO drivers AS d (driver_id, name, plate, description, seats, wheelchair_places, create_time, status,
         status_reason, status_time, version)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       ON CONFLICT (driver_id) DO UPDATE SET name = excluded.name, plate = excluded.plate,
         description = excluded.description, seats = excluded.seats, wheelchair_places = excluded.wheelchair_places,
         status = excluded.status, status_reason = excluded.status_reason, status_time = excluded.status_time,
         version = excluded.version
       RETURNING d.*`,
      [
        driver.driverId,
        name,
        vehicle.plate,
        vehicle.description,
        vehicle.seats,
        vehicle.wheelchairPlaces,
        driver.createTime,
        driver.status,
        driver.statusReason,
        driver.statusTime,
        driver.version,
      ],
    );
    return toDriver(row);
  }

  find(driverId: string): Promise<Driver | undefined> {
    return findDriver(this.database, driverId);
  }

  /** Newest first. `nameContains` is searched in name and plate, ignoring case. */
  async list({ nameContains, status }: DriverFilter, limit: number, after?: Position): Promise<Driver[]> {
    const rows = await this.database.many<DriverRow>(
      `SELECT * FROM drivers
       WHERE erase_time IS NULL AND ($2::timestamptz IS NULL OR (create_time, driver_id) < ($2, $3::uuid))
         AND ($5::text IS NULL OR status = $5)
         -- Names and plates are joined by a character that neither holds; the collation knows letters beyond ASCII.
         AND strpos(lower(concat_ws(chr(31), name, plate) COLLATE pg_c_utf8), lower($4 COLLATE pg_c_utf8)) > 0
       ORDER BY create_time DESC, driver_id DESC LIMIT $1`,
      [limit, after?.createTime ?? null, after?.id ?? null, nameContains, status ?? null],
    );
    return rows.map(toDriver);
  }
}

/** Stores only the id: a repeated request is answered with the current driver. */
const keptDriver = keepingState<Driver, 'driverId'>('driverId', [], async (queries, driverId) => {
  const driver = await findDriver(queries, driverId);
  if (!driver) throw notFound('driver', driverId);
  return driver;
});

/** Serializes the commands of one driver, so that the car cannot be replaced while its route starts. */
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
  status: DriverStatus;
  status_reason: string;
  status_time: Date;
  version: number;
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
  status: row.status,
  statusReason: row.status_reason,
  statusTime: row.status_time,
  version: row.version,
});
