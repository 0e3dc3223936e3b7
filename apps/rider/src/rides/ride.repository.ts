// The SQL on the table of rides, and the transactions that change a ride together with its timer and its event.
//
// A cancellation takes two transactions, and the ledger is asked between them. If the second one is lost, the ledger's
// event `trip.ride_closed` or the rider's retry completes the cancellation.
import { Injectable } from '@nestjs/common';
import { failedPrecondition, notFound } from '@lastmile/errors';
import {
  Database,
  forgetRequest,
  storeAnswer,
  unfinished,
  type CommandRequest,
  type Transaction,
  type Unfinished,
} from '@lastmile/postgres';
import { RidePublisher } from './ride.publisher.js';
import { isOpen, type RideChange } from './ride.state.js';
import type { PlanReason, Ride, Rider, RideStatus } from '../rider.types.js';
import { findRide, keptRide } from './ride-outcome.repository.js';
import { toColumns, toRide, type RideRow } from './ride.row.js';
import { lockRider } from '../profile/rider.repository.js';

const MOST_WAITING = 500;

/** Keyset pagination: the last row of the previous page. */
export interface Position {
  readonly createTime: Date;
  readonly rideId: string;
}

/** Missing and empty values do not filter. */
export interface RideFilter {
  readonly riderId?: string;
  readonly status?: RideStatus;
  readonly openOnly: boolean;
  readonly stationId?: string;
  readonly createFromTime?: Date;
  readonly createToTime?: Date;
  /** Searched in the rider's name. */
  readonly text?: string;
}

@Injectable()
export class RideRepository {
  constructor(
    private readonly database: Database,
    private readonly publisher: RidePublisher,
  ) {}

  /** The earlier answer to this request, if it is finished. @throws DomainError already_exists REQUEST_ID_REUSED */
  async answerOf(request: CommandRequest): Promise<Ride | undefined> {
    const known = await this.database.answerOf<Ride | Unfinished>(request, request.body, keptRide);
    return known && whenFinished(known.answer);
  }

  /**
   * Stores a new ride with its expiry timer, once per request.
   *
   * @throws DomainError failed_precondition RIDER_NOT_REGISTERED, RIDE_ALREADY_OPEN, and whatever `plan` throws
   */
  create(riderId: string, request: CommandRequest, plan: (rider: Rider) => Ride): Promise<Ride> {
    const make = async (tx: Transaction) => {
      const rider = await lockRider(tx, riderId);
      if (!rider) throw riderNotRegistered();
      const open = await tx.maybeOne<RideRow>('SELECT * FROM rides WHERE rider_id = $1 AND open', [riderId]);
      if (open) {
        throw failedPrecondition('RIDE_ALREADY_OPEN', 'the rider has an open ride', { ride_id: open.ride_id });
      }
      const ride = plan(rider);
      const columns = toColumns(ride);
      const names = Object.keys(columns);
      await tx.query(
        `INSERT INTO rides (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
        Object.values(columns),
      );
      await this.publisher.setExpiryTimer(tx, ride);
      await this.publisher.changed(tx, 'requested', ride, ride.createTime);
      return ride;
    };
    return this.database.once(request, request.body, make, keptRide);
  }

  /**
   * The first step of changing a rider's own ride, once per request. If `decide` changes nothing, stores and returns
   * that answer. Otherwise returns undefined: the change waits for `conclude` or `giveUp`, and only the request is
   * stored.
   *
   * @throws DomainError not_found RIDE_NOT_FOUND, and what `decide` throws
   */
  async begin(
    ride: { rideId: string; riderId: string },
    request: CommandRequest,
    decide: (ride: Ride) => RideChange,
  ): Promise<Ride | undefined> {
    const first = async (tx: Transaction): Promise<Ride | Unfinished> => {
      const found = await lockRide(tx, ride.rideId);
      if (!found || found.riderId !== ride.riderId) throw notFound('ride', ride.rideId);
      return decide(found).ride === found ? found : unfinished;
    };
    const begun = await this.database.once(request, request.body, first, keptRide);
    return whenFinished(begun);
  }

  /** The second step: changes the current ride and stores the answer to the request. Throws what `decide` throws. */
  async conclude(
    rideId: string,
    request: CommandRequest,
    decide: (ride: Ride) => RideChange,
    now: Date,
  ): Promise<Ride> {
    return this.database.transaction(async (tx) => {
      const found = await lockRide(tx, rideId);
      if (!found) throw notFound('ride', rideId);
      const ride = await this.write(tx, found, decide(found), now);
      await storeAnswer(tx, request, ride, keptRide);
      return ride;
    });
  }

  /** The change was refused: the same request may be repeated. */
  giveUp(request: CommandRequest): Promise<void> {
    return this.database.transaction((tx) => forgetRequest(tx, request));
  }

  /** Changes a ride because of an event, which may arrive twice. An unknown ride is ignored. */
  async follow(rideId: string, decide: (ride: Ride) => RideChange, now: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      const found = await lockRide(tx, rideId);
      if (found) await this.write(tx, found, decide(found), now);
    });
  }

  find(rideId: string): Promise<Ride | undefined> {
    return findRide(this.database, rideId);
  }

  /** Newest first. */
  async list(filter: RideFilter, limit: number, after?: Position): Promise<Ride[]> {
    const values: unknown[] = [limit];
    const value = (given: unknown): string => `$${values.push(given)}`;
    const conditions = ['true'];
    if (filter.riderId) conditions.push(`rider_id = ${value(filter.riderId)}`);
    // The filter on open or ended rides is added because the indexes are partial: one of open rides, one of ended
    // rides.
    if (filter.status) {
      conditions.push(`status = ${value(filter.status)}`, isOpen({ status: filter.status }) ? 'open' : 'NOT open');
    }
    if (filter.openOnly) conditions.push('open');
    if (filter.stationId) conditions.push(`station_id = ${value(filter.stationId)}`);
    if (filter.createFromTime) conditions.push(`create_time >= ${value(filter.createFromTime)}`);
    if (filter.createToTime) conditions.push(`create_time < ${value(filter.createToTime)}`);
    // This collation handles letters beyond ASCII, whatever collation the database has.
    if (filter.text) {
      const text = `lower(${value(filter.text)} COLLATE pg_c_utf8)`;
      conditions.push(`strpos(lower(rider_name COLLATE pg_c_utf8), ${text}) > 0`);
    }
    if (after) conditions.push(`(create_time, ride_id) < (${value(after.createTime)}, ${value(after.rideId)}::uuid)`);
    const rows = await this.database.many<RideRow>(
      `SELECT * FROM rides WHERE ${conditions.join(' AND ')} ORDER BY create_time DESC, ride_id DESC LIMIT $1`,
      values,
    );
    return rows.map(toRide);
  }

  /** Who waits at a station, oldest request first. */
  async waiting(stationId: string, readyBefore: Date | undefined, now: Date): Promise<Ride[]> {
    const rows = await this.database.many<RideRow>(
      `SELECT * FROM rides
       WHERE station_id = $1 AND status = 'waiting' AND latest_pickup_time > $2
         AND ($3::timestamptz IS NULL OR ready_time < $3)
       ORDER BY create_time, ride_id LIMIT ${MOST_WAITING}`,
      [stationId, now, readyBefore ?? null],
    );
    return rows.map(toRide);
  }

  /**
   * Stores waiting reasons, which only inform the rider and do not count as a change of the ride. A ride that has
   * changed since the plan read it is skipped, because the plan has not considered its current state. The commit does
   * not wait for the disk: if the server crashes within the second, the next plan stores the reasons again. Rows are
   * locked by ride_id, because two plans may name the same rides in different orders.
   */
  async recordReasons(reasons: readonly PlanReason[], now: Date): Promise<void> {
    await this.database.query(
      `WITH considered AS (
         SELECT ride_id, told.reason
         FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS told (ride_id, reason, version)
         JOIN rides USING (ride_id, version)
         WHERE status = 'waiting' ORDER BY ride_id FOR NO KEY UPDATE OF rides)
       UPDATE rides SET waiting_reason = considered.reason, considered_time = $4
       FROM considered, set_config('synchronous_commit', 'off', true)
       WHERE rides.ride_id = considered.ride_id`,
      [
        reasons.map(({ rideId }) => rideId),
        reasons.map(({ reason }) => reason),
        reasons.map(({ version }) => version),
        now,
      ],
    );
  }

  private async write(tx: Transaction, before: Ride, { ride, tell }: RideChange, now: Date): Promise<Ride> {
    if (ride.version !== before.version) {
      await tx.query(
        `UPDATE rides SET status = $2, excluded_driver_ids = ARRAY(
             SELECT driver_id FROM unnest($3::uuid[]) AS driver_id WHERE NOT is_erased(driver_id::text)), trip_id = $4, trip_create_time = $5, trip_version = $6,
           end_time = $7, version = $8, waiting_reason = $9, considered_time = $10
         WHERE ride_id = $1`,
        [
          ride.rideId,
          ride.status,
          ride.excludedDriverIds,
          ride.trip?.tripId ?? null,
          ride.trip?.createTime ?? null,
          ride.trip?.version ?? null,
          ride.endTime ?? null,
          ride.version,
          ride.waitingReason ?? null,
          ride.consideredTime ?? null,
        ],
      );
    }
    if (isOpen(before) && !isOpen(ride)) await this.publisher.cancelExpiryTimer(tx, ride.rideId);
    // If the timer has already fired while a trip was live, it is set again here and fires immediately.
    if (ride.status === 'waiting' && ride.version !== before.version) await this.publisher.setExpiryTimer(tx, ride);
    if (tell) await this.publisher.changed(tx, tell, ride, now);
    return ride;
  }
}

export const riderNotRegistered = () => failedPrecondition('RIDER_NOT_REGISTERED', 'register as a rider first');

const whenFinished = (ride: Ride | Unfinished): Ride | undefined => (ride === unfinished ? undefined : ride);

async function lockRide(tx: Transaction, rideId: string): Promise<Ride | undefined> {
  const row = await tx.maybeOne<RideRow>('SELECT * FROM rides WHERE ride_id = $1 FOR UPDATE', [rideId]);
  return row && toRide(row);
}
