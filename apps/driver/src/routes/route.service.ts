// Use cases of routes. When riders may be affected, the ledger decides, between two transactions; see
// route-steps.service.ts.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { seesAll, type Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { isDomainError, notFound, type DomainError } from '@lastmile/errors';
import { DriverRepository, type Position } from '../profile/driver.repository.js';
import type { Driver, PickupStatus, Route, RouteChanges, RoutePlan } from '../driver.types.js';
import { isRefusal, RouteSteps } from './route-steps.service.js';
import { driverNotRegistered, RouteRepository, type RouteChange, type RouteFilter } from './route.repository.js';
import { finish, register, setPickupStatus, start, stepPending, update } from './route.state.js';
import { StationClient } from './station.client.js';

/** How often a command waits for pending steps of other commands before it fails. */
const ATTEMPTS = 4;

/** What every command on a route carries. */
interface OnRoute {
  readonly requestId: string;
  readonly routeId: string;
}

/** A command with what was asked for, as the repository takes it. */
type Asked = Parameters<RouteRepository['answerOf']>[0];

@Injectable()
export class RouteService {
  constructor(
    private readonly routes: RouteRepository,
    private readonly drivers: DriverRepository,
    private readonly stations: StationClient,
    private readonly steps: RouteSteps,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError not_found STATION_NOT_FOUND; failed_precondition DRIVER_NOT_REGISTERED, TOO_MANY_SEATS */
  async register(caller: Caller, { requestId, ...plan }: RoutePlan & { requestId: string }): Promise<Route> {
    const asked = request(caller, requestId, 'RegisterRoute', plan);
    const known = await this.routes.answerOf(asked);
    if (known) return known;
    if (!(await this.drivers.find(caller.userId))) throw driverNotRegistered();
    const stops = await this.stations.stops(plan.stationIds);
    const made = { routeId: randomUUID(), driverId: caller.userId, now: this.clock.now() };
    return this.routes.create(caller.userId, asked, ({ vehicle }) => register(plan, stops, vehicle, made));
  }

  /** @throws DomainError failed_precondition DRIVER_NOT_APPROVED, ROUTE_ALREADY_STARTED, ROUTE_FINISHED, TOO_MANY_SEATS; aborted STEP_PENDING */
  start(caller: Caller, { requestId, routeId }: OnRoute): Promise<Route> {
    const asked = request(caller, requestId, 'StartRoute', { routeId });
    return this.act(caller, routeId, asked, (route, driver) => ({
      route: start(route, driver, askingOf(asked)),
      event: 'driver.route_started',
      time: this.clock.now(),
    }));
  }

  /** @throws DomainError failed_precondition ROUTE_FINISHED, TOO_MANY_SEATS, SEATS_IN_USE; aborted STEP_PENDING */
  update(caller: Caller, { requestId, routeId, ...changes }: OnRoute & RouteChanges): Promise<Route> {
    const asked = request(caller, requestId, 'UpdateRoute', { routeId, ...changes });
    return this.act(caller, routeId, asked, (route, { vehicle }) => ({
      route: update(route, changes, vehicle, askingOf(asked)),
      event: 'driver.route_updated',
      time: this.clock.now(),
    }));
  }

  /** @throws DomainError failed_precondition ROUTE_HAS_RIDERS; aborted STEP_PENDING */
  finish(
    caller: Caller,
    { requestId, routeId, cancelScheduled }: OnRoute & { cancelScheduled: boolean },
  ): Promise<Route> {
    const asked = request(caller, requestId, 'FinishRoute', { routeId, cancelScheduled });
    return this.act(caller, routeId, asked, (route) => ({
      route: finish(route, cancelScheduled, askingOf(asked)),
      event: 'driver.route_finished',
      time: this.clock.now(),
    }));
  }

  /**
   * Finishes a route for a driver whose account was erased. @throws DomainError failed_precondition ROUTE_HAS_RIDERS;
   * aborted STEP_PENDING
   */
  async finishForErased(driverId: string, routeId: string): Promise<void> {
    await this.steps.settle(routeId).catch(unlessRefused);
    const asking = { requestId: `erase:${routeId}`, command: 'FinishRoute' };
    await this.routes.beginUnasked({ routeId, driverId }, (route) => ({
      route: finish(route, true, asking),
      event: 'driver.route_finished',
      time: this.clock.now(),
    }));
    await this.steps.settle(routeId);
  }

  /** @throws DomainError failed_precondition ROUTE_NOT_STARTED, ROUTE_FINISHED, STATION_NOT_ON_ROUTE, PICKUP_STATUS_ORDER */
  updatePickupStatus(
    caller: Caller,
    { requestId, ...body }: OnRoute & { stationId: string; pickupStatus: PickupStatus },
  ): Promise<Route> {
    const asked = request(caller, requestId, 'UpdatePickupStatus', body);
    return this.act(caller, body.routeId, asked, (route) => ({
      route: setPickupStatus(route, body.stationId, body.pickupStatus),
      event: 'driver.pickup_status_updated',
      time: this.clock.now(),
    }));
  }

  /** Drivers see their own routes; operators and services see all. @throws DomainError not_found ROUTE_NOT_FOUND */
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

  /** Counts routes that started in [from, to). */
  statistics(from: Date, to: Date): Promise<{ startedCount: number; seatsOffered: number }> {
    return this.routes.statistics(from, to);
  }

  /**
   * Runs one transaction. If that leaves a step pending, asks the ledger and runs a second one. Pending steps of other
   * commands are completed first.
   */
  private async act(
    { userId: driverId }: Caller,
    routeId: string,
    asked: Asked,
    decide: (route: Route, driver: Driver) => RouteChange,
  ): Promise<Route> {
    for (let attempt = 1; ; attempt++) {
      try {
        const begun = await this.routes.begin({ routeId, driverId }, asked, decide);
        if (begun) return begun;
      } catch (error) {
        if (!isStepPending(error) || attempt === ATTEMPTS) throw error;
        await this.steps.settle(error.metadata.route_id!).catch(unlessRefused);
        continue;
      }
      await this.steps.settle(routeId);
      const answer = await this.routes.answerOf(asked);
      if (answer) return answer;
      // Another request has received the ledger's refusal of this step: try again.
      if (attempt === ATTEMPTS) throw stepPending(routeId);
    }
  }
}

const askingOf = ({ requestId, command }: Asked) => ({ requestId, command });

const isStepPending = (error: unknown): error is DomainError => isDomainError(error) && error.reason === 'STEP_PENDING';

/** A refusal of another command's step must not fail this command. */
function unlessRefused(error: unknown): void {
  if (!isRefusal(error)) throw error;
}

const request = (caller: Caller, requestId: string, command: string, body: object) => ({
  callerId: caller.userId,
  requestId,
  command,
  body,
});
