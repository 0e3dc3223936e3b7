// The SQL on the table of routes, and the transactions that change a route together with its event, or with the job
// that completes a pending step.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { failedPrecondition, notFound } from '@lastmile/errors';
import {
  Database,
  forgetRequest,
  storeAnswer,
  unfinished,
  violates,
  type CommandRequest,
  type Transaction,
  type Unfinished,
} from '@lastmile/postgres';
import { lockDriver, type Position } from '../profile/driver.repository.js';
import type { Driver, PendingStep, Route, RouteStatus } from '../driver.types.js';
import { findRoute, keptRoute } from './route-outcome.repository.js';
import { RoutePublisher, type RouteEventType } from './route.publisher.js';
import { RouteQueue, STOP_JOB } from './route.queue.js';
import { toRoute, toValues, type RouteRow } from './route.row.js';
import { conclude, stepPending, stop, takeBack } from './route.state.js';

/** A route counts as driven from its start until its end is confirmed by the ledger. */
const DRIVEN = `(status IN ('starting', 'started') OR (status = 'finishing' AND start_time IS NOT NULL))`;
const EVENTS = {
  start: 'driver.route_started',
  resize: 'driver.route_updated',
  finish: 'driver.route_finished',
} as const;

/**
 * A decided change: the next route and the event to publish, unless the change is pending. The same route means that
 * nothing changed.
 */
export interface RouteChange {
  readonly route: Route;
  readonly event: RouteEventType;
  readonly time: Date;
}

export interface RouteFilter {
  readonly driverId?: string;
  readonly status?: RouteStatus;
}

@Injectable()
export class RouteRepository {
  constructor(
    private readonly database: Database,
    private readonly publisher: RoutePublisher,
    private readonly queue: RouteQueue,
    private readonly clock: Clock,
  ) {}

  /** The earlier answer to this request, if it is finished. @throws DomainError already_exists REQUEST_ID_REUSED */
  async answerOf(request: CommandRequest): Promise<Route | undefined> {
    const known = await this.database.answerOf<Route | Unfinished>(request, request.body, keptRoute);
    return known && whenFinished(known.answer);
  }

  /** Stores a new route of a driver, once per request. @throws DomainError failed_precondition DRIVER_NOT_REGISTERED */
  create(driverId: string, request: CommandRequest, plan: (driver: Driver) => Route): Promise<Route> {
    const make = async (tx: Transaction) => {
      const route = plan(await requireDriver(tx, driverId));
      await tx.query(
        `INSERT INTO routes (route_id, driver_id, status, stops, destination_latitude, destination_longitude,
           destination_name, seats, wheelchair_places, detour_budget_seconds, auto_accept, create_time, start_time,
           finish_time, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        toValues(route),
      );
      return route;
    };
    return this.database.once(request, request.body, make, keptRoute);
  }

  /**
   * Changes a driver's route, once per request, with the driver's row locked. Returns undefined if a step is left
   * pending for the ledger; `conclude` or `takeBack` completes it.
   *
   * @throws DomainError not_found ROUTE_NOT_FOUND; failed_precondition ROUTE_ALREADY_STARTED; aborted STEP_PENDING; and
   * what `decide` throws
   */
  async begin(
    route: { routeId: string; driverId: string },
    request: CommandRequest,
    decide: (route: Route, driver: Driver) => RouteChange,
  ): Promise<Route | undefined> {
    const begun = await this.database.once(request, request.body, (tx) => this.beginIn(tx, route, decide), keptRoute);
    return whenFinished(begun);
  }

  /** Like `begin`, but without a request of the driver, who is suspended or erased: no answer is stored. */
  async beginUnasked(
    route: { routeId: string; driverId: string },
    decide: (route: Route, driver: Driver) => RouteChange,
  ): Promise<void> {
    await this.database.transaction((tx) => this.beginIn(tx, route, decide));
  }

  private async beginIn(
    tx: Transaction,
    route: { routeId: string; driverId: string },
    decide: (route: Route, driver: Driver) => RouteChange,
  ): Promise<Route | Unfinished> {
    const driver = await requireDriver(tx, route.driverId);
    const before = await lockRoute(tx, route.routeId);
    if (!before || before.driverId !== route.driverId) throw notFound('route', route.routeId);
    const { route: after, event, time } = decide(before, driver);
    if (after === before) return before;
    if (!after.pending || after.pending === before.pending) {
      await this.write(tx, after);
      await this.publisher.changed(tx, event, after, time);
      return after;
    }
    if (after.pending.kind === 'start') await requireNoneDriven(tx, route.driverId);
    await this.write(tx, after);
    await this.queue.settleLater(tx, after.routeId);
    return unfinished;
  }

  /** The ledger has agreed to a step: changes the route, publishes the change, and stores the answer to the request. */
  async conclude({ routeId, driverId }: Route, step: PendingStep): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await lockRoute(tx, routeId);
      if (!before) throw notFound('route', routeId);
      const now = this.clock.now();
      const after = conclude(before, step, now);
      if (after !== before) {
        await this.write(tx, after);
        await this.publisher.changed(tx, EVENTS[step.kind], after, now);
        await this.queue.cancelSettle(tx, routeId);
      }
      await storeAnswer(tx, { callerId: driverId, ...step }, after, keptRoute);
    });
  }

  /** The ledger has refused a step: the route is unchanged, and the same request may be repeated. */
  async takeBack({ routeId, driverId }: Route, step: PendingStep): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await lockRoute(tx, routeId);
      if (!before) throw notFound('route', routeId);
      const after = takeBack(before, step);
      if (after === before) return;
      await this.write(tx, after);
      await this.queue.cancelSettle(tx, routeId);
      await forgetRequest(tx, { callerId: driverId, ...step });
    });
  }

  /**
   * Starts to finish the route of a driver who is still suspended, and returns it. Undefined if there is no such route,
   * or if the driver is not suspended any more.
   *
   * @throws DomainError aborted STEP_PENDING
   */
  async beginStop(driverId: string, requestId: string): Promise<Route | undefined> {
    return this.database.transaction(async (tx) => {
      const driver = await lockDriver(tx, driverId);
      const row = await tx.maybeOne<RouteRow>(`SELECT * FROM routes WHERE driver_id = $1 AND ${DRIVEN} FOR UPDATE`, [
        driverId,
      ]);
      if (driver?.status !== 'suspended' || !row) return undefined;
      const before = toRoute(row);
      const after = stop(before, { requestId, command: STOP_JOB });
      if (after === before) return undefined;
      await this.write(tx, after);
      await this.queue.settleLater(tx, after.routeId);
      return after;
    });
  }

  /** Whether the driver has a route under way. */
  async isDriving(tx: Transaction, driverId: string): Promise<boolean> {
    const row = await tx.maybeOne(`SELECT 1 FROM routes WHERE driver_id = $1 AND ${DRIVEN}`, [driverId]);
    return row !== undefined;
  }

  find(routeId: string): Promise<Route | undefined> {
    return findRoute(this.database, routeId);
  }

  /** The routes with these ids, and the started routes of these drivers; sorted by id, without duplicates. */
  async findMany(routeIds: readonly string[], startedDriverIds: readonly string[]): Promise<Route[]> {
    const rows = await this.database.many<RouteRow>(
      `SELECT * FROM routes
       WHERE route_id = ANY ($1::uuid[]) OR (status = 'started' AND driver_id = ANY ($2::uuid[]))
       ORDER BY route_id`,
      [routeIds, startedDriverIds],
    );
    return rows.map(toRoute);
  }

  /** Newest first. */
  async list({ driverId, status }: RouteFilter, limit: number, after?: Position): Promise<Route[]> {
    const values: unknown[] = [limit];
    const value = (given: unknown): string => `$${values.push(given)}`;
    const conditions = ['true'];
    if (driverId) conditions.push(`driver_id = ${value(driverId)}`);
    // A constant instead of a parameter, so that every query plan can use the partial index of that status.
    if (status) conditions.push(`status = '${status}'`);
    if (after) conditions.push(`(create_time, route_id) < (${value(after.createTime)}, ${value(after.id)}::uuid)`);
    const rows = await this.database.many<RouteRow>(
      `SELECT * FROM routes WHERE ${conditions.join(' AND ')} ORDER BY create_time DESC, route_id DESC LIMIT $1`,
      values,
    );
    return rows.map(toRoute);
  }

  /** Counts routes that started in [from, to), and the seats offered on them after the last change. */
  statistics(from: Date, to: Date): Promise<{ startedCount: number; seatsOffered: number }> {
    return this.database.one<{ startedCount: number; seatsOffered: number }>(
      `SELECT count(*)::int AS "startedCount", coalesce(sum(seats), 0)::int AS "seatsOffered"
       FROM routes WHERE start_time >= $1 AND start_time < $2`,
      [from, to],
    );
  }

  private async write(tx: Transaction, route: Route): Promise<void> {
    try {
      await tx.query(
        `UPDATE routes SET status = $2, stops = $3, seats = $4, detour_budget_seconds = $5, auto_accept = $6,
           start_time = $7, finish_time = $8, pending = $9, version = $10
         WHERE route_id = $1`,
        [
          route.routeId,
          route.status,
          JSON.stringify(route.stops),
          route.seats,
          route.detourBudgetSeconds,
          route.autoAccept,
          route.startTime ?? null,
          route.finishTime ?? null,
          route.pending ? JSON.stringify(route.pending) : null,
          route.version,
        ],
      );
    } catch (error) {
      if (violates(error, 'routes_one_driven_per_driver')) throw alreadyStarted();
      throw error;
    }
  }
}

const whenFinished = (route: Route | Unfinished): Route | undefined => (route === unfinished ? undefined : route);

const alreadyStarted = () => failedPrecondition('ROUTE_ALREADY_STARTED', 'another route of this driver is started');

/**
 * Call with the driver's row locked. If a route is about to end, or about to start, throws STEP_PENDING: wait for the
 * result.
 */
async function requireNoneDriven(tx: Transaction, driverId: string): Promise<void> {
  const other = await tx.maybeOne<{ route_id: string; pending: boolean }>(
    `SELECT route_id, status <> 'started' AS pending FROM routes WHERE driver_id = $1 AND ${DRIVEN}`,
    [driverId],
  );
  if (other) throw other.pending ? stepPending(other.route_id) : alreadyStarted();
}

async function lockRoute(tx: Transaction, routeId: string): Promise<Route | undefined> {
  const row = await tx.maybeOne<RouteRow>('SELECT * FROM routes WHERE route_id = $1 FOR UPDATE', [routeId]);
  return row && toRoute(row);
}

async function requireDriver(tx: Transaction, driverId: string): Promise<Driver> {
  const driver = await lockDriver(tx, driverId);
  if (!driver) throw driverNotRegistered();
  return driver;
}

export const driverNotRegistered = () => failedPrecondition('DRIVER_NOT_REGISTERED', 'register as a driver first');
