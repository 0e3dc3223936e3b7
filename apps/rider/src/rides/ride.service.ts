// Use cases of rides. The ledger decides whether a ride is over; the ride's status follows it.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { isDomainError, notFound } from '@lastmile/errors';
import { planRide } from './request-ride.core.js';
import { RideRepository, riderNotRegistered, type Position, type RideFilter } from './ride.repository.js';
import { applyTripStep, cancel, close, isOpen, rideEnded } from './ride.state.js';
import type { PlanReason, Ride, Rider, RideRequest, TripStep } from '../rider.types.js';
import { RiderConfig } from '../rider.config.js';
import { RiderRepository } from '../profile/rider.repository.js';
import { seesAll } from '../profile/rider.service.js';
import { StationClient } from './station.client.js';
import { TripClient } from './trip.client.js';

@Injectable()
export class RideService {
  constructor(
    private readonly rides: RideRepository,
    private readonly riders: RiderRepository,
    private readonly stations: StationClient,
    private readonly ledger: TripClient,
    private readonly config: RiderConfig,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError as the contract of RequestRide says */
  async request(caller: Caller, { requestId, ...request }: RideRequest & { requestId: string }): Promise<Ride> {
    const asked = { callerId: caller.userId, requestId, command: 'RequestRide', body: request };
    const known = await this.rides.answerOf(asked);
    if (known) return known;
    if (!(await this.riders.find(caller.userId))) throw riderNotRegistered();
    const plan = await this.planOf(request);
    return this.rides.create(caller.userId, asked, plan);
  }

  /** The ride that `request` would create now. @throws DomainError as the contract of RequestRide says */
  async quote(caller: Caller, request: RideRequest): Promise<Ride> {
    const plan = await this.planOf(request);
    return plan({ riderId: caller.userId, name: '', wheelchair: false, createTime: this.clock.now() });
  }

  /** Reads the station and the train now; the function it returns is pure. */
  private async planOf(request: RideRequest): Promise<(rider: Rider) => Ride> {
    const [station, train] = await Promise.all([
      this.stations.station(request.stationId),
      this.stations.train(request.stationId, request.trainId, request.serviceDate),
    ]);
    const made = { rideId: randomUUID(), now: this.clock.now() };
    return (rider) => planRide(rider, request, station, train, this.config.rules, made);
  }

  /** @throws DomainError not_found RIDE_NOT_FOUND; failed_precondition RIDE_ABOARD, RIDE_ENDED */
  async cancel(caller: Caller, { requestId, rideId }: { requestId: string; rideId: string }): Promise<Ride> {
    const asked = { callerId: caller.userId, requestId, command: 'CancelRide', body: { rideId } };
    const decide = (ride: Ride) => cancel(ride, this.clock.now());
    const begun = await this.rides.begin({ rideId, riderId: caller.userId }, asked, decide);
    if (begun) return begun;
    try {
      const closing = await this.ledger.cancelRide(rideId);
      if (closing !== 'closed') throw rideEnded(closing);
      return await this.rides.conclude(rideId, asked, decide, this.clock.now());
    } catch (error) {
      if (isDomainError(error) && error.kind === 'failed_precondition') await this.rides.giveUp(asked);
      throw error;
    }
  }

  /** Riders see their own rides; operators and services see all. @throws DomainError not_found RIDE_NOT_FOUND */
  async get(caller: Caller, rideId: string): Promise<Ride> {
    const ride = await this.rides.find(rideId);
    if (!ride || !(seesAll(caller) || ride.riderId === caller.userId)) throw notFound('ride', rideId);
    return ride;
  }

  list(caller: Caller, filter: RideFilter, limit: number, after?: Position): Promise<Ride[]> {
    return this.rides.list(seesAll(caller) ? filter : { ...filter, riderId: caller.userId }, limit, after);
  }

  waiting(stationId: string, readyBefore?: Date): Promise<Ride[]> {
    return this.rides.waiting(stationId, readyBefore, this.clock.now());
  }

  recordReasons(reasons: readonly PlanReason[]): Promise<void> {
    return this.rides.recordReasons(reasons, this.clock.now());
  }

  /** Updates the ride after a change of its trip. */
  async followTrip(step: TripStep): Promise<void> {
    const now = this.clock.now();
    await this.rides.follow(step.rideId, (ride) => applyTripStep(ride, step, now), now);
  }

  /** Ends the ride after the ledger has closed it. */
  async followClosing(rideId: string, cancelled: boolean): Promise<void> {
    const now = this.clock.now();
    await this.rides.follow(rideId, (ride) => close(ride, cancelled, now), now);
  }

  /**
   * The rider's limit has passed. A ride with a live trip continues; if that trip ends and the ride waits again, the
   * timer is set again and fires immediately. The ride ends with the ledger's event `trip.ride_closed`, because only
   * the ledger knows whether the rider had cancelled before.
   */
  async expire(rideId: string): Promise<void> {
    const ride = await this.rides.find(rideId);
    if (ride && isOpen(ride)) await this.ledger.expireRide(rideId);
  }
}
