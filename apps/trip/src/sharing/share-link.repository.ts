// Links that show one trip to everyone who has the link.
import { Injectable } from '@nestjs/common';
import { Database } from '@lastmile/postgres';
import { findTrip } from '../trips/trip-rows.repository.js';
import type { Trip } from '../trip.types.js';

/** Limit for one trip, so that repeated requests cannot fill the table. */
const MAX_PER_TRIP = 5;

export interface ShareLink {
  readonly tokenHash: string;
  readonly tripId: string;
  readonly createTime: Date;
  readonly expireTime: Date;
}

@Injectable()
export class ShareLinkRepository {
  constructor(private readonly database: Database) {}

  /** Keeps only the newest five links of a trip. */
  async add({ tokenHash, tripId, createTime, expireTime }: ShareLink): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.query(
        'INSERT INTO share_links (token_hash, trip_id, create_time, expire_time) VALUES ($1, $2, $3, $4)',
        [tokenHash, tripId, createTime, expireTime],
      );
      await tx.query(
        `DELETE FROM share_links WHERE token_hash IN (
           SELECT token_hash FROM share_links WHERE trip_id = $1 AND token_hash <> $2
           ORDER BY create_time DESC, token_hash OFFSET $3)`,
        [tripId, tokenHash, MAX_PER_TRIP - 1],
      );
    });
  }

  async removeAll(tripId: string): Promise<void> {
    await this.database.query('DELETE FROM share_links WHERE trip_id = $1', [tripId]);
  }

  /** The trip of a link that is valid at this time. */
  async tripOf(tokenHash: string, now: Date): Promise<Trip | undefined> {
    const link = await this.database.maybeOne<{ trip_id: string }>(
      'SELECT trip_id FROM share_links WHERE token_hash = $1 AND expire_time > $2',
      [tokenHash, now],
    );
    return link && findTrip(this.database, link.trip_id);
  }
}
