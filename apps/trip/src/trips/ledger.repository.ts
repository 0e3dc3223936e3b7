// The ledger's transactions. Each locks in one order (route load, rides by id, trips by id), lets a pure function decide,
// and writes state, history, events and timers together. The request id is claimed in the same transaction.
import { Injectable } from '@nestjs/common';
import { notFound } from '@lastmile/errors';
import { Database, refuse, type Refusal, type CommandRequest, type Transaction } from '@lastmile/postgres';
import type { CommitDecision, CommitState } from './commit.core.js';
import { claimRides, closeClaim, erasedAmong, lockRides } from './ride-claim.repository.js';
import { decideClosing } from './ride-claim.state.js';
import { lockLoad, requireLoad } from '../routes/route-load.repository.js';
import { TripPublisher } from './trip.publisher.js';
import { endsRide, type Change } from './trip.state.js';
import * as rows from './trip-rows.repository.js';
import { TripWriter } from './trip-writer.repository.js';
import { oneTrip, severalTrips } from './trip-outcome.repository.js';
import type { HistoryEntry, Trip, TripFilter, TripPosition } from '../trip.types.js';

@Injectable()
export class LedgerRepository {
  constructor(
    private readonly database: Database,
    private readonly publisher: TripPublisher,
    private readonly writer: TripWriter,
  ) {}

  /** Changes one trip, once per request. Throws TRIP_NOT_FOUND and what `decide` throws. */
  update(tripId: string, request: CommandRequest, decide: (trip: Trip) => Change): Promise<Trip> {
    return this.database.once(request, request.body, (tx) => this.change(tx, tripId, decide), oneTrip);
  }

  /** Like `update`, for the platform's own timers, which may repeat and have no request id. */
  updateByTimer(tripId: string, decide: (trip: Trip) => Change): Promise<Trip> {
    return this.database.transaction((tx) => this.change(tx, tripId, decide));
  }

  /** Seats riders on a route, once per request. Throws ROUTE_NOT_FOUND and what `decide` throws. */
  commit(
    plan: {
      routeId: string;
      /** The riders to be seated. */
      rides: readonly { rideId: string; riderId: string }[];
      reorderedTripIds: readonly string[];
    },
    request: CommandRequest,
    decide: (state: CommitState) => CommitDecision,
  ): Promise<Pick<CommitDecision, 'trips' | 'refused'>> {
    return this.database.once(
      request,
      request.body,
      async (tx) => {
        const rideIds = plan.rides.map(({ rideId }) => rideId);
        const people = plan.rides.map(({ riderId }) => riderId);
        const load = await requireLoad(tx, plan.routeId);
        const erased = await erasedAmong(tx, [load.driverId, ...people]);
        const claims = await claimRides(tx, rideIds);
        const taken = await rows.liveTripsOfRides(tx, rideIds);
        const promised = (await rows.lockTrips(tx, plan.reorderedTripIds)).filter((t) => t.routeId === plan.routeId);
        const { trips, refused, retimed } = decide({
          // People whose account was erased after the plan was made get no seat, and cannot drive.
          load: erased.has(load.driverId) ? { ...load, open: false } : load,
          claims: new Map(
            plan.rides.flatMap(({ rideId, riderId }) => {
              const claim = claims.get(rideId);
              return claim ? [[rideId, erased.has(riderId) ? { ...claim, closed: true } : claim]] : [];
            }),
          ),
          takenRideIds: new Set(taken.map(({ rideId }) => rideId)),
          promised: new Map(promised.map((trip) => [trip.tripId, trip])),
        });
        await this.writer.insert(tx, trips);
        for (const change of retimed) await this.writer.record(tx, change);
        return { trips, refused };
      },
      severalTrips,
    );
  }

  /**
   * Closes a ride permanently and ends its live trip as `end` says. With `onlyIfIdle` a live trip keeps it open. A
   * closed ride stays unchanged; the result is then the trip that ended it.
   */
  async closeRide(
    ride: { rideId: string; cancelled: boolean; onlyIfIdle: boolean },
    end: (trip: Trip) => Change,
    now: () => Date,
  ): Promise<{ closed: boolean; trip?: Trip }> {
    for (;;) {
      const [seen] = await rows.liveTripsOfRides(this.database, [ride.rideId]);
      const result = await this.database.transaction(async (tx) => {
        if (seen) await lockLoad(tx, seen.routeId);
        const claim = (await claimRides(tx, [ride.rideId])).get(ride.rideId);
        const [live] = await rows.liveTripsOfRides(tx, [ride.rideId]);
        // Meanwhile the rider got a seat on another route. Its load must be locked first, so start again.
        if (live && live.routeId !== seen?.routeId) return undefined;
        const [trip] = live ? await rows.lockTrips(tx, [live.tripId]) : [];
        const closing = decideClosing(claim, trip, ride.onlyIfIdle, end);
        if (closing.outcome === 'kept') return { closed: false, trip: closing.trip };
        if (closing.outcome === 'settled') {
          const last = await rows.lastTripOf(tx, ride.rideId);
          return { closed: true, trip: last && endsRide(last) ? last : undefined };
        }
        const { change } = closing;
        if (change) await this.writer.record(tx, change);
        await closeClaim(tx, ride.rideId);
        await this.publisher.rideClosed(tx, ride.rideId, ride.cancelled, now());
        return { closed: true, trip: change?.trip };
      });
      if (result) return result;
    }
  }

  find(tripId: string): Promise<Trip | undefined> {
    return rows.findTrip(this.database, tripId);
  }

  /** Oldest first, up to the version of the given trip. */
  history(trip: Trip): Promise<HistoryEntry[]> {
    return rows.historyOf(this.database, trip);
  }

  list(filter: TripFilter, limit: number, position?: TripPosition): Promise<Trip[]> {
    return rows.listTrips(this.database, filter, limit, position);
  }

  private async change(tx: Transaction, tripId: string, decide: (trip: Trip) => Change): Promise<Trip | Refusal> {
    const address = await rows.addressOf(tx, tripId);
    if (!address) throw notFound('trip', tripId);
    await lockLoad(tx, address.routeId);
    await lockRides(tx, [address.rideId]);
    const [trip] = await rows.lockTrips(tx, [tripId]);
    if (!trip) throw notFound('trip', tripId);
    const change = decide(trip);
    await this.writer.record(tx, change);
    return change.refusal ? refuse(change.refusal) : change.trip;
  }
}
