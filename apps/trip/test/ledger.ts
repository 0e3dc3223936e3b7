// The ledger on a real database without its network shell, and what tests do with it again and again.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { EventBus, Outbox, ServiceGraph, Timers } from '@lastmile/events';
import { APPS_DIRECTORY, type Database } from '@lastmile/postgres';
import { ManualClock } from '@lastmile/testing';
import { LedgerRepository } from '../src/trips/ledger.repository.js';
import { RouteRepository } from '../src/routes/route.repository.js';
import { RouteService } from '../src/routes/route.service.js';
import { TripConfig } from '../src/trip.config.js';
import { TripPublisher } from '../src/trips/trip.publisher.js';
import { TripWriter } from '../src/trips/trip-writer.repository.js';
import { TripService } from '../src/trips/trip.service.js';
import type { PlannedTrip, RouteLoad, Trip } from '../src/trip.types.js';
import { load, offerOf, plan, START } from './fixtures.js';

export const MATCHING = asService('matching');
/** The defaults: offers of 20 s, 180 s before a no-show, a tariff in US dollars. */
export const RULES = new TripConfig({});
export const driverOf = ({ driverId }: Pick<Trip, 'driverId'>): Caller => ({ userId: driverId, roles: ['driver'] });
export const riderOf = ({ riderId }: Pick<Trip, 'riderId'>): Caller => ({ userId: riderId, roles: ['rider'] });

export class Ledger {
  readonly trips: TripService;
  readonly routes: RouteService;

  constructor(
    database: Database,
    readonly clock = new ManualClock(START),
  ) {
    const events = new EventBus('trip', new ServiceGraph(APPS_DIRECTORY));
    const timers = new Timers('trip', clock);
    const publisher = new TripPublisher(new Outbox(events, timers), timers);
    const writer = new TripWriter(publisher);
    this.trips = new TripService(new LedgerRepository(database, publisher, writer), clock, RULES);
    this.routes = new RouteService(new RouteRepository(database, writer), clock);
  }

  /** A new route of a new driver. */
  openRoute(changes: Partial<RouteLoad> = {}): Promise<RouteLoad> {
    return this.routes.open(offerOf(load({ routeId: randomUUID(), driverId: randomUUID(), ...changes })));
  }

  commit(routeId: string, trips: readonly PlannedTrip[], more: { requestId?: string; reordered?: [] } = {}) {
    const plan = { requestId: randomUUID(), routeId, stationId: '701', trips, reordered: [], ...more };
    return this.trips.commitMatch(MATCHING, plan);
  }

  /** One rider seated in a new route. */
  async seat(changes: Partial<RouteLoad> = {}, planned: PlannedTrip = newRide()): Promise<Trip> {
    const { routeId } = await this.openRoute(changes);
    const { trips } = await this.commit(routeId, [planned]);
    return trips[0]!;
  }

  /** One rider seated in a new route and brought to that status. */
  async seatAs(status: 'offered' | 'scheduled' | 'arrived' | 'active' | 'completed'): Promise<Trip> {
    let trip = await this.seat();
    const driver = driverOf(trip);
    const command = () => ({ requestId: randomUUID(), tripId: trip.tripId });
    if (status === 'offered') return trip;
    trip = await this.trips.accept(driver, command());
    if (status === 'scheduled') return trip;
    trip = await this.trips.arrive(driver, command());
    if (status === 'arrived') return trip;
    trip = await this.trips.board(driver, { ...command(), pin: trip.pin });
    return status === 'active' ? trip : this.trips.dropOff(driver, command());
  }
}

/** A ride of its own, by a rider of its own. */
export const newRide = (changes: Partial<PlannedTrip> = {}): PlannedTrip =>
  plan({ rideId: randomUUID(), riderId: randomUUID(), ...changes });

export const command = ({ tripId }: Pick<Trip, 'tripId'>) => ({ requestId: randomUUID(), tripId });
