// Use cases of routes. Where riders may be concerned the ledger decides first; see route.repository.ts for the order.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { notFound } from '@lastmile/errors';
import { type Position } from './driver.repository.js';
import { seesAll } from './driver.service.js';
import type { PickupStatus, Route, RouteChanges, RoutePlan } from './driver.types.js';
import { alreadyStarted, RouteRepository, type RouteFilter } from './route.repository.js';
import { finish, register, setPickupStatus, start, update } from './route.state.js';
import { StationClient } from './station.client.js';
import { TripClient } from './trip.client.js';

/** What every command on a route carries. */
interface OnRoute {
  readonly requestId: string;
  readonly routeId: string;
}

@Injectable()
export class RouteService {
  constructor(
    private readonly routes: RouteRepository,
    private readonly stations: StationClient,
    private readonly ledger: TripClient,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not_found STATION_NOT_FOUND; failed_precondition DRIVER_NOT_REGISTERED, TOO_MANY_SEATS */
  register(caller: Caller, { requestId, ...plan }: RoutePlan & { requestId: string }): Promise<Route> {
    const request = { callerId: caller.userId, requestId, command: 'RegisterRoute', body: plan };
    return this.routes.create(caller.userId, request, async ({ vehicle }) => {
      const stops = await this.stations.stops(plan.stationIds);
      return register(plan, stops, vehicle, { routeId: randomUUID(), driverId: caller.userId, now: this.clock.now() });
    });
  }

  /** @throws DomainError failed_precondition ROUTE_ALREADY_STARTED, ROUTE_FINISHED, TOO_MANY_SEATS */
  start(caller: Caller, { requestId, routeId }: OnRoute): Promise<Route> {
    return this.routes.update(
      own(caller, routeId),
      request(caller, requestId, 'StartRoute', { routeId }),
      async (route, driver, tx) => {
        const time = this.clock.now();
        const started = start(route, driver.vehicle, time);
        if (await this.routes.hasOtherStarted(tx, caller.userId, routeId)) throw alreadyStarted();
        await this.ledger.open(started, driver);
        return { route: started, event: 'driver.route_started', time };
      },
    );
  }

  /** @throws DomainError failed_precondition ROUTE_FINISHED, TOO_MANY_SEATS, SEATS_IN_USE */
  update(caller: Caller, { requestId, routeId, ...changes }: OnRoute & RouteChanges): Promise<Route> {
    const body = { routeId, ...changes };
    return this.routes.update(
      own(caller, routeId),
      request(caller, requestId, 'UpdateRoute', body),
      async (route, { vehicle }) => {
        const updated = update(route, changes, vehicle);
        if (route.status === 'started') await this.ledger.resize(updated);
        return { route: updated, event: 'driver.route_updated', time: this.clock.now() };
      },
    );
  }

  /** @throws DomainError failed_precondition ROUTE_HAS_RIDERS */
  finish(
    caller: Caller,
    { requestId, routeId, cancelScheduled }: OnRoute & { cancelScheduled: boolean },
  ): Promise<Route> {
    const body = { routeId, cancelScheduled };
    return this.routes.update(own(caller, routeId), request(caller, requestId, 'FinishRoute', body), async (route) => {
      const time = this.clock.now();
      // Also one that looks unstarted: a start that was cut off may have opened it in the ledger.
      if (route.status !== 'finished') await this.ledger.close(routeId, cancelScheduled);
      return { route: finish(route, time), event: 'driver.route_finished', time };
    });
  }

  /** @throws DomainError failed_precondition ROUTE_NOT_STARTED, ROUTE_FINISHED, STATION_NOT_ON_ROUTE, PICKUP_STATUS_ORDER */
  updatePickupStatus(
    caller: Caller,
    { requestId, ...body }: OnRoute & { stationId: string; pickupStatus: PickupStatus },
  ): Promise<Route> {
    const asked = request(caller, requestId, 'UpdatePickupStatus', body);
    return this.routes.update(own(caller, body.routeId), asked, async (route) => ({
      route: setPickupStatus(route, body.stationId, body.pickupStatus),
      event: 'driver.pickup_status_updated',
      time: this.clock.now(),
    }));
  }

  /** Drivers see their own; operators and services all. @throws DomainError not_found ROUTE_NOT_FOUND */
  async get(caller: Caller, routeId: string): Promise<Route> {
    const route = await this.routes.find(routeId);
    if (!route || !(seesAll(caller) || route.driverId === caller.userId)) throw notFound('route', routeId);
    return route;
  }

  getMany(routeIds: readonly string[], startedDriverIds: readonly string[]): Promise<Route[]> {
    return this.routes.findMany(routeIds, startedDriverIds);
  }

  list(caller: Caller, filter: RouteFilter, limit: number, after?: Position): Promise<Route[]> {
    return this.routes.list(seesAll(caller) ? filter : { ...filter, driverId: caller.userId }, limit, after);
  }

  /** Of routes that started in [from, to). */
  statistics(from: Date, to: Date): Promise<{ startedCount: number; seatsOffered: number }> {
    return this.routes.statistics(from, to);
  }
}

const own = (caller: Caller, routeId: string) => ({ routeId, driverId: caller.userId });

const request = (caller: Caller, requestId: string, command: string, body: object) => ({
  callerId: caller.userId,
  requestId,
  command,
  body,
});
