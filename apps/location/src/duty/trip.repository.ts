// Trips of cars on duty, and the milestones of the cars. Both are kept until the route is over.
import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '@lastmile/postgres';
import type { Milestone, TripUpdate, Duty } from '../location.types.js';
import { MilestonePublisher } from '../fixes/milestone.publisher.js';

@Injectable()
export class TripRepository {
  constructor(
    private readonly database: Database,
    private readonly publisher: MilestonePublisher,
  ) {}

  /** Stores a trip from the ledger, unless a newer version is stored, its route is over, or its driver was erased. */
  async apply(news: TripUpdate): Promise<void> {
    const { pickup, destination } = news;
    await this.database.query(
      `INSERT INTO trips AS known (trip_id, driver_id, route_id, station_id, version, status, party_size,
         pickup_latitude, pickup_longitude, destination_latitude, destination_longitude,
         ready_time, pickup_time, dropoff_time, dropoff_order, board_time)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
       WHERE NOT is_erased($2) AND NOT EXISTS (SELECT FROM watches WHERE driver_id = $2
         AND (route_id = $3 AND NOT on_duty OR route_id <> $3 AND start_time > $17))
       ON CONFLICT (trip_id) DO UPDATE
         SET version = excluded.version, status = excluded.status, dropoff_time = excluded.dropoff_time,
             dropoff_order = excluded.dropoff_order, board_time = excluded.board_time
         WHERE known.version < excluded.version`,
      [
        news.tripId,
        news.driverId,
        news.routeId,
        news.stationId,
        news.version,
        news.status,
        news.people,
        pickup.latitude,
        pickup.longitude,
        destination.latitude,
        destination.longitude,
        news.readyTime,
        news.pickupTime,
        news.dropoffTime,
        news.dropoffOrder,
        news.boardTime ?? null,
        news.createTime,
      ],
    );
  }

  /** Stores milestones and publishes the new ones, in one transaction. */
  async reach(duty: Duty, milestones: readonly Milestone[]): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Locked before its stops and trips, which are updated in the order in which the car reached them.
      await tx.query('SELECT FROM watches WHERE driver_id = $1 FOR UPDATE', [duty.driverId]);
      for (const milestone of milestones) {
        if (await isNew(tx, duty, milestone)) await this.publisher.publish(tx, duty, milestone);
      }
    });
  }
}

async function isNew(tx: Transaction, { driverId, routeId }: Duty, milestone: Milestone): Promise<boolean> {
  const { kind, stationId, tripIds, time } = milestone;
  if (kind === 'dropoff_reached') {
    const { rowCount } = await tx.query(
      `UPDATE trips SET dropoff_reached_time = $3
       WHERE trip_id = $1 AND route_id = $2 AND status = 'active' AND dropoff_reached_time IS NULL`,
      [tripIds[0], routeId, time],
    );
    return rowCount > 0;
  }
  const column = kind === 'station_reached' ? 'reached_time' : 'passed_time';
  const { rowCount } = await tx.query(
    `UPDATE watch_stops SET ${column} = $4 FROM watches
     WHERE watches.driver_id = watch_stops.driver_id AND watches.driver_id = $1 AND watches.route_id = $2
       AND watches.on_duty AND station_id = $3 AND ${column} IS NULL`,
    [driverId, routeId, stationId, time],
  );
  return rowCount > 0;
}
