// Use cases on trips and rides: who may do what, when, and under which rules. The decisions are in the pure functions
// called.
import { randomInt, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { notFound } from '@lastmile/errors';
import { decideCommit, type CommitDecision } from './commit.core.js';
import { LedgerRepository } from './ledger.repository.js';
import { actorOf, requireActor, visibleTo } from './trip-access.js';
import { TripConfig } from '../trip.config.js';
import * as state from './trip.state.js';
import type { HistoryEntry, Actor, PlannedTrip, Retiming, Trip, TripFilter, TripPosition } from '../trip.types.js';

/** A command on one trip. */
export interface TripCommand {
  readonly requestId: string;
  readonly tripId: string;
}

export interface MatchPlan {
  readonly requestId: string;
  readonly routeId: string;
  readonly stationId: string;
  readonly trips: readonly PlannedTrip[];
  readonly reordered: readonly Retiming[];
}

@Injectable()
export class TripService {
  constructor(
    private readonly ledger: LedgerRepository,
    private readonly clock: Clock,
    private readonly config: TripConfig,
  ) {}

  commitMatch(caller: Caller, plan: MatchPlan): Promise<Pick<CommitDecision, 'trips' | 'refused'>> {
    const { requestId, ...body } = plan;
    const reorderedTripIds = plan.reordered.map(({ tripId }) => tripId);
    const identities = plan.trips.map(() => ({ tripId: randomUUID(), pin: newPin() }));
    return this.ledger.commit(
      { routeId: plan.routeId, rides: plan.trips, reorderedTripIds },
      { callerId: caller.userId, requestId, command: 'CommitMatch', body },
      (known) => decideCommit(known, { ...plan, identities }, this.config, this.clock.now()),
    );
  }

  /** It may safely be repeated, so it needs no request id. */
  closeRide(ride: { rideId: string; cancelled: boolean; onlyIfIdle: boolean }) {
    const now = () => this.clock.now();
    return this.ledger.closeRide(ride, (trip) => state.closeByRider(trip, now()), now);
  }

  accept(caller: Caller, command: TripCommand): Promise<Trip> {
    return this.act('AcceptTrip', caller, command, ['driver'], state.accept);
  }

  decline(caller: Caller, command: TripCommand & { reason: string }): Promise<Trip> {
    return this.act('DeclineTrip', caller, command, ['driver'], (trip, now) =>
      state.decline(trip, command.reason, now),
    );
  }

  arrive(caller: Caller, command: TripCommand): Promise<Trip> {
    return this.act('UpdateTripStatus', caller, command, ['driver'], state.arrive);
  }

  /** A wrong PIN is counted although the command is refused. */
  board(caller: Caller, command: TripCommand & { pin: string }): Promise<Trip> {
    return this.act('ConfirmPickup', caller, command, ['driver'], (trip, now) => state.board(trip, command.pin, now));
  }

  dropOff(caller: Caller, command: TripCommand): Promise<Trip> {
    return this.act('ConfirmDropoff', caller, command, ['driver'], state.dropOff);
  }

  cancel(caller: Caller, command: TripCommand & { reason: string }): Promise<Trip> {
    return this.act('CancelTrip', caller, command, state.TRANSITIONS.cancel.by, (trip, now, by) =>
      state.cancel(trip, by, command.reason, now),
    );
  }

  reportNoShow(caller: Caller, command: TripCommand): Promise<Trip> {
    return this.act('ReportNoShow', caller, command, ['rider', 'driver'], (trip, now, by) =>
      state.reportNoShow(trip, by, this.config.noShowWaitSeconds, now),
    );
  }

  rate(caller: Caller, command: TripCommand & { rating: number }): Promise<Trip> {
    return this.act('RateTrip', caller, command, ['rider', 'driver'], (trip, now, by) =>
      state.rate(trip, by, command.rating, now),
    );
  }

  /** Called by the offer's timer, which may fire late, twice, or for a trip that was answered long ago. */
  async expireOffer(tripId: string): Promise<void> {
    await this.ledger.updateByTimer(tripId, (trip) => state.lapse(trip, this.clock.now()));
  }

  async details(caller: Caller, tripId: string): Promise<{ trip: Trip; history: readonly HistoryEntry[] }> {
    const trip = await this.ledger.find(tripId);
    if (!trip) throw notFound('trip', tripId);
    actorOf(trip, caller);
    return { trip, history: await this.ledger.history(trip) };
  }

  /** Newest first, at most `limit`. */
  list(caller: Caller, filter: TripFilter, limit: number, position?: TripPosition): Promise<Trip[]> {
    return this.ledger.list({ ...filter, ...visibleTo(caller, filter) }, limit, position);
  }

  private act<P extends Actor>(
    name: string,
    caller: Caller,
    { requestId, ...body }: TripCommand,
    allowed: readonly P[],
    decide: (trip: Trip, now: Date, by: P) => state.Change,
  ): Promise<Trip> {
    const request = { callerId: caller.userId, requestId, command: name, body };
    return this.ledger.update(body.tripId, request, (trip) =>
      decide(trip, this.clock.now(), requireActor(trip, caller, allowed)),
    );
  }
}

/** Four digits from the system's secure source. */
const newPin = (): string => String(randomInt(10_000)).padStart(4, '0');
