// The ledger in memory, for tests of the services that call it: it opens, resizes and closes routes, seats riders in
// trips, moves the trips on and closes rides by the rules of TripService's contract. `ledgerContract` proves that it
// answers like the real one. Tests may let it do its work and then break the connection, and may hold back its events.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import {
  Actor,
  RideCloseCause,
  RideClosed,
  Trip,
  TripEvent,
  type CloseRideRequest,
  type CloseRideResponse,
  type CloseRouteRequest,
  type CommitMatchRequest,
  type CommitMatchResponse,
  type OpenRouteRequest,
  type PlannedTrip,
  type RouteLoad,
  type TripServiceService,
} from '@lastmile/contracts';
import { aborted, failedPrecondition, permissionDenied } from '@lastmile/errors';
import type { NewEvent } from '@lastmile/events';
import { ALONE, partyFields, partyOf } from '@lastmile/party';
import type { DoubleHandlers } from '../service-double.js';
import { HeldEvents, type Publish } from './held-events.js';
import { LedgerCommits } from './ledger-commits.js';
import { LedgerRoutes } from './ledger-routes.js';
import { isLive, LedgerTrips, statusOf, type Status } from './ledger-trips.js';

const noStep = (): Promise<void> => Promise.resolve();

export class LedgerDouble {
  /** The RPCs that were called, in order. */
  readonly calls: string[] = [];
  readonly closings: CloseRideRequest[] = [];
  /** Routes whose counted riders are in the car and must stay. */
  readonly carries = new Set<string>();
  /** Runs before the ledger's own work. */
  beforeStep: () => Promise<void> = noStep;
  /** Runs after the ledger's own work and before it answers. */
  beforeAnswer: () => Promise<void> = noStep;
  /** Runs before a commit is decided. */
  beforeCommit: (request: CommitMatchRequest) => void = () => undefined;
  private readonly routes = new LedgerRoutes();
  private readonly trips = new LedgerTrips(this.routes);
  private readonly commits = new LedgerCommits(this.routes, this.trips, (request) => this.beforeCommit(request));
  private readonly events: HeldEvents;

  /** @param publish receives its events; by default they are dropped */
  constructor(publish: Publish = noStep) {
    this.events = new HeldEvents(publish);
  }

  readonly handlers: DoubleHandlers<typeof TripServiceService> = {
    openRoute: (request, caller) => this.answer('openRoute', caller, () => ({ load: this.routes.open(request) })),
    resizeRoute: (request, caller) => this.answer('resizeRoute', caller, () => ({ load: this.routes.resize(request) })),
    closeRoute: (request, caller) =>
      this.answer('closeRoute', caller, async () => ({
        load: await this.routes.close(request, { close: (routeId) => this.closeHolders(routeId, request) }),
      })),
    getRouteLoads: ({ routeIds }, caller) =>
      this.answer('getRouteLoads', caller, () => ({
        loads: [...new Set(routeIds)].toSorted().flatMap((routeId) => this.loads.get(routeId) ?? []),
      })),
    commitMatch: (request, caller) => this.answer('commitMatch', caller, () => this.commit(request)),
    closeRide: (request, caller) => this.answer('closeRide', caller, () => this.closeRide(request)),
    listTrips: ({ routeIds }) => ({ trips: this.trips.ofRoutes(routeIds), nextPageToken: '' }),
  };

  get loads(): ReadonlyMap<string, RouteLoad> {
    return this.routes.loads;
  }

  get offers(): ReadonlyMap<string, OpenRouteRequest> {
    return this.routes.offers;
  }

  /** All trips, oldest first. */
  get allTrips(): readonly Trip[] {
    return this.trips.all;
  }

  /** The commits that were requested, without repeats. */
  get commitRequests(): readonly CommitMatchRequest[] {
    return this.commits.requests;
  }

  isClosed(rideId: string): boolean {
    return this.trips.isClosed(rideId);
  }

  /** From now on no call is answered until the returned function is called; the ledger's own work is done before. */
  silence(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.beforeAnswer = () => promise;
    return () => {
      this.mend();
      resolve();
    };
  }

  /**
   * From now on every call fails in a way that leaves open whether its work was done: it was not with `before`, it was
   * with `after`.
   */
  cutOff(when: 'before' | 'after'): void {
    const fail = () => Promise.reject(aborted('CUT_OFF', 'cut off'));
    if (when === 'before') this.beforeStep = fail;
    else this.beforeAnswer = fail;
  }

  mend(): void {
    this.beforeStep = noStep;
    this.beforeAnswer = noStep;
  }

  /** Riders whom the test only counts take that many seats of an open route. */
  seat(routeId: string, seatsTaken: number): void {
    this.routes.hold(routeId, seatsTaken);
  }

  /** Opens a route without a call. */
  openRoute(offer: OpenRouteRequest): RouteLoad {
    return this.routes.open(offer);
  }

  /** Seats a ride on a route without a call, like a faster commit of somebody else. */
  seatRide(routeId: string, stationId: string, planned: PlannedTrip): Trip | undefined {
    return this.commits.apply({ routeId, stationId, trips: [planned], reordered: [] }).trips[0];
  }

  /** A new trip for the ride, outside of any route. */
  async offer(ride: { rideId: string; riderId: string }, driverId: string = randomUUID()): Promise<Trip> {
    const trip = this.trips.add(
      Trip.fromPartial({ ...ride, tripId: randomUUID(), driverId, status: statusOf('OFFERED'), ...partyFields(ALONE) }),
    );
    await this.tell(trip, Actor.PARTY_PLATFORM, false);
    return trip;
  }

  /** Moves a trip to a status; with `reopens` the ride waits again, without this driver. */
  async step(before: Trip, status: Status, reopens = false, actor = Actor.PARTY_DRIVER): Promise<Trip> {
    const trip = this.trips.move(before, status, reopens, actor);
    await this.tell(trip, actor, reopens);
    return trip;
  }

  /** From now on events are only published by `deliver`. */
  holdBack(): void {
    this.events.holdBack();
  }

  /** From now on events are published immediately again; those held back stay held back. */
  stopHoldingBack(): void {
    this.events.stopHoldingBack();
  }

  /** Publishes events that were held back, by position; every call publishes them again. */
  deliver(...positions: number[]): Promise<void> {
    return this.events.deliver(...positions);
  }

  /** Deletes all routes, rides and trips. */
  clear(): void {
    this.routes.clear();
    this.trips.clear();
    this.commits.clear();
    this.beforeCommit = () => undefined;
  }

  private async answer<Answer>(
    name: string,
    caller: Caller | undefined,
    step: () => Answer | Promise<Answer>,
  ): Promise<Answer> {
    if (!caller?.roles.includes('service')) throw permissionDenied('only for services');
    this.calls.push(name);
    await this.beforeStep();
    const answer = await step();
    await this.beforeAnswer();
    return answer;
  }

  private async commit(request: CommitMatchRequest): Promise<CommitMatchResponse> {
    const { answer, isNew } = this.commits.decide(request);
    if (isNew) for (const trip of answer.trips) await this.tell(trip, Actor.PARTY_PLATFORM, false);
    return answer;
  }

  /** Ends the trips of a closing route that may end. Returns whether somebody stays in the car. */
  private async closeHolders(
    routeId: string,
    { cancelScheduled, keepAboard }: Pick<CloseRouteRequest, 'cancelScheduled' | 'keepAboard'>,
  ): Promise<boolean> {
    const live = this.trips.ofRoutes([routeId]).filter(isLive);
    const { seatsTaken } = this.routes.require(routeId);
    const counted = seatsTaken - live.reduce((sum, trip) => sum + partyOf(trip).people, 0);
    const countedAboard = counted > 0 && this.carries.has(routeId);
    const isAboard = countedAboard || live.some(({ status }) => status === statusOf('ACTIVE'));
    const isPromised = (counted > 0 && !countedAboard) || live.some(waitsForTheCar);
    if ((isAboard && !keepAboard) || (isPromised && !cancelScheduled)) {
      throw failedPrecondition('ROUTE_HAS_RIDERS', 'riders are aboard or scheduled');
    }
    for (const trip of live) {
      if (trip.status === statusOf('OFFERED')) await this.step(trip, 'EXPIRED', true, Actor.PARTY_PLATFORM);
      else if (trip.status !== statusOf('ACTIVE')) await this.step(trip, 'CANCELLED', true);
    }
    if (!countedAboard) this.routes.hold(routeId, this.routes.require(routeId).seatsTaken - counted);
    return isAboard;
  }

  private async closeRide(request: CloseRideRequest): Promise<CloseRideResponse> {
    this.closings.push(request);
    const { rideId, onlyIfIdle } = request;
    const trip = this.trips.ofRide(rideId);
    if (this.isClosed(rideId)) return { closed: true, trip };
    const live = trip && isLive(trip) ? trip : undefined;
    if (live && onlyIfIdle) return { closed: false, trip: live };
    if (live?.status === statusOf('ACTIVE')) throw failedPrecondition('RIDE_ABOARD', 'the rider is in the car');
    const ended = live && (await this.step(live, 'CANCELLED', false, Actor.PARTY_RIDER));
    this.trips.close(rideId);
    const cancelled = request.cause === RideCloseCause.RIDE_CLOSE_CAUSE_CANCELLED;
    const data = RideClosed.toJSON({ rideId, cancelled, time: new Date() });
    await this.happen({ type: 'trip.ride_closed', aggregateId: rideId, version: 1, time: new Date(), data });
    return { closed: true, trip: ended };
  }

  private tell(trip: Trip, actor: Actor, rideReopened: boolean): Promise<void> {
    const type = `trip.${trip.status.replace('TRIP_STATUS_', '').toLowerCase()}`;
    const data = TripEvent.toJSON({ trip, actor, rideReopened });
    return this.happen({ type, aggregateId: trip.tripId, version: trip.version, time: new Date(), data });
  }

  private happen(event: NewEvent): Promise<void> {
    return this.events.tell(event);
  }
}

const waitsForTheCar = ({ status }: Trip): boolean =>
  status === statusOf('SCHEDULED') || status === statusOf('ARRIVED');
