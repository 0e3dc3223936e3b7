// The SQL on the table of riders.
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, keepingState, type CommandRequest, type Queries, type Transaction } from '@lastmile/postgres';
import type { Rider } from '../rider.types.js';

@Injectable()
export class RiderRepository {
  constructor(private readonly database: Database) {}

  /** Creates or replaces a profile, once per request. */
  save(rider: Rider, request: CommandRequest): Promise<Rider> {
    const write = async (tx: Transaction) => {
      const row = await tx.one<RiderRow>(
        `INSERT INTO riders AS r (rider_id, name, wheelchair, create_time) VALUES ($1, $2, $3, $4)
         ON CONFLICT (rider_id) DO UPDATE SET name = excluded.name, wheelchair = excluded.wheelchair
         RETURNING r.*`,
        [rider.riderId, rider.name, rider.wheelchair, rider.createTime],
      );
      return toRider(row);
    };
    return this.database.once(request, request.body, write, keptRider);
  }

  find(riderId: string): Promise<Rider | undefined> {
    return findRider(this.database, riderId);
  }
}

/** Stores only the id: a repeated request is answered with the current profile. */
const keptRider = keepingState<Rider, 'riderId'>('riderId', [], async (queries, riderId) => {
  const rider = await findRider(queries, riderId);
  if (!rider) throw notFound('rider', riderId);
  return rider;
});

async function findRider(queries: Queries, riderId: string): Promise<Rider | undefined> {
  const row = await queries.maybeOne<RiderRow>('SELECT * FROM riders WHERE rider_id = $1', [riderId]);
  return row && toRider(row);
}

/** Serializes the requests of one rider. */
export async function lockRider(tx: Transaction, riderId: string): Promise<Rider | undefined> {
  const row = await tx.maybeOne<RiderRow>('SELECT * FROM riders WHERE rider_id = $1 FOR UPDATE', [riderId]);
  return row && toRider(row);
}

interface RiderRow {
  rider_id: string;
  name: string;
  wheelchair: boolean;
  create_time: Date;
}

const toRider = (row: RiderRow): Rider => ({
  riderId: row.rider_id,
  name: row.name,
  wheelchair: row.wheelchair,
  createTime: row.create_time,
});
