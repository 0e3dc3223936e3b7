// The part of the assignment ledger that rides meet, kept in memory by the tests: it seats rides in trips, moves the trips on,
// closes rides by the rules of the contract, and tells of it all through the real event queue.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import {
  Party,
  RideCloseCause,
  RideClosed,
  Trip,
  TripEvent,
  TripStatus,
  type CloseRideRequest,
  type CloseRideResponse,
  type TripServiceService,
} from '@lastmile/contracts';
import { failedPrecondition, permissionDenied } from '@lastmile/errors';
import { EventBus, ServiceGraph, type NewEvent } from '@lastmile/events';
import { APPS_DIRECTORY, type Database } from '@lastmile/postgres';
import type { DoubleHandlers } from '@lastmile/testing';

type Status =
  'OFFERED' | 'SCHEDULED' | 'ARRIVED' | 'ACTIVE' | 'COMPLETED' | 'DECLINED' | 'EXPIRED' | 'CANCELLED' | 'NO_SHOW';
const LIVE: readonly Status[] = ['OFFERED', 'SCHEDULED', 'ARRIVED', 'ACTIVE'];
const wire = (status: Status): TripStatus => TripStatus[`TRIP_STATUS_${status}`];
const isLive = (trip: Trip | undefined): boolean => LIVE.some((status) => wire(status) === trip?.status);

export class Ledger {
  readonly closings: CloseRideRequest[] = [];
  /** Runs after the ledger's own step is done and before it answers. */
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  /** Runs before the ledger's own step. */
  beforeStep: () => Promise<void> = () => Promise.resolve();
  private holdsBack = false;
  private readonly held: NewEvent[] = [];
  private readonly closed = new Set<string>();
  private readonly trips = new Map<string, Trip>();
  private readonly bus = new EventBus('trip', new ServiceGraph(APPS_DIRECTORY));
  private created = 0;

  constructor(private readonly database: Database) {}

  readonly handlers: DoubleHandlers<typeof TripServiceService> = {
    closeRide: async (request, caller) => {
      await this.beforeStep();
      const answer = await this.close(request, caller);
      await this.beforeAnswer();
      return answer;
    },
  };

  /** A new trip for the ride, seconds after the one before. */
  async offer(ride: { rideId: string; riderId: string }, driverId = randomUUID()): Promise<Trip> {
    const createTime = new Date(Date.parse('2026-09-23T12:00:00Z') + ++this.created * 1000).toISOString();
    const ids = { tripId: randomUUID(), rideId: ride.rideId, riderId: ride.riderId, driverId };
    const trip = Trip.fromJSON({ ...ids, status: wire('OFFERED'), createTime, version: 1 });
    this.trips.set(ride.rideId, trip);
    await this.tell('OFFERED', trip, false);
    return trip;
  }

  /** Moves a trip on; with `reopens` the ride waits again. */
  async step(before: Trip, status: Status, reopens = false): Promise<Trip> {
    const trip = { ...before, status: wire(status), version: before.version + 1 };
    this.trips.set(trip.rideId, trip);
    if (!LIVE.includes(status) && !reopens) this.closed.add(trip.rideId);
    await this.tell(status, trip, reopens);
    return trip;
  }

  isClosed(rideId: string): boolean {
    return this.closed.has(rideId);
  }

  /** From now on what happens is told only by `deliver`. */
  holdBack(): void {
    this.held.length = 0;
    this.holdsBack = true;
  }

  /** From now on what happens is told at once again; what was held back still is. */
  letGo(): void {
    this.holdsBack = false;
  }

  /** Tells what was held back, by position, once more each time. */
  async deliver(...positions: number[]): Promise<void> {
    for (const position of positions) await this.publish(this.held[position]!);
  }

  private async close(request: CloseRideRequest, caller: Caller | undefined): Promise<CloseRideResponse> {
    if (!caller?.roles.includes('service')) throw permissionDenied('only for services');
    this.closings.push(request);
    const { rideId, onlyIfIdle } = request;
    const trip = this.trips.get(rideId);
    if (this.closed.has(rideId)) return { closed: true, trip };
    const live = isLive(trip) ? trip : undefined;
    if (live && onlyIfIdle) return { closed: false, trip: live };
    if (live?.status === wire('ACTIVE')) throw failedPrecondition('RIDE_ABOARD', 'the rider is in the car');
    const ended = live && (await this.step(live, 'CANCELLED'));
    this.closed.add(rideId);
    const cancelled = request.cause === RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED;
    const data = RideClosed.toJSON({ rideId, cancelled, time: new Date() });
    await this.happen({ type: 'trip.ride_closed', aggregateId: rideId, version: 1, time: new Date(), data });
    return { closed: true, trip: ended };
  }

  private tell(status: Status, trip: Trip, rideReopened: boolean): Promise<void> {
    const data = TripEvent.toJSON({ trip, actor: Party.PARTY_DRIVER, rideReopened });
    const { tripId: aggregateId, version } = trip;
    return this.happen({ type: `trip.${status.toLowerCase()}`, aggregateId, version, time: new Date(), data });
  }

  private async happen(event: NewEvent): Promise<void> {
    if (this.holdsBack) this.held.push(event);
    else await this.publish(event);
  }

  private publish(event: NewEvent): Promise<void> {
    return this.database.transaction((tx) => this.bus.publish(tx, event));
  }
}
