// Routes: their table, and the transactions that change them together with the event that says so.
//
// The ledger is asked inside the transaction that claims the request id: a repeated request gets its stored answer without
// asking again, two commands on one route take turns, and when this transaction fails after the ledger's step, the retry
// repeats that step, which changes nothing the second time.
import { Injectable } from '@nestjs/common';
import { failedPrecondition, notFound } from '@lastmile/errors';
import { EventBus } from '@lastmile/events';
import { Database, violates, type Transaction } from '@lastmile/postgres';
import { routeEvent, type RouteEventType } from './driver.events.js';
import { lockDriver, type Position, type Request } from './driver.repository.js';
import type { Driver, Route, RouteStatus } from './driver.types.js';
import { toRoute, toValues, type RouteRow } from './route-row.js';

/** A decided change: the next route and what to tell; the same route means that nothing changed. */
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
    private readonly events: EventBus,
  ) {}

  /** Stores a new route of a driver, once per request. @throws DomainError failed_precondition DRIVER_NOT_REGISTERED */
  create(driverId: string, request: Request, plan: (driver: Driver) => Promise<Route>): Promise<Route> {
    return this.database.once(request, request.body, async (tx) => {
      const route = await plan(await requireDriver(tx, driverId));
      await tx.query(
        `INSERT INTO routes (route_id, driver_id, status, stops, destination_latitude, destination_longitude,
           destination_name, seats, wheelchair_places, detour_budget_seconds, auto_accept, create_time, start_time,
           finish_time, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
        toValues(route),
      );
      return route;
    });
  }

  /**
   * Changes a driver's route, once per request. `decide` may ask the ledger; it runs with the driver's row locked.
   *
   * @throws DomainError not_found ROUTE_NOT_FOUND, failed_precondition ROUTE_ALREADY_STARTED, and whatever `decide` throws
   */
  update(
    route: { routeId: string; driverId: string },
    request: Request,
    decide: (route: Route, driver: Driver, tx: Transaction) => Promise<RouteChange>,
  ): Promise<Route> {
    return this.database.once(request, request.body, async (tx) => {
      const driver = await requireDriver(tx, route.driverId);
      const row = await tx.maybeOne<RouteRow>(
        'SELECT * FROM routes WHERE route_id = $1 AND driver_id = $2 FOR UPDATE',
        [route.routeId, route.driverId],
      );
      if (!row) throw notFound('route', route.routeId);
      const before = toRoute(row);
      const change = await decide(before, driver, tx);
      if (change.route.version !== before.version) await this.write(tx, change);
      return change.route;
    });
  }

  /** Whether a driver is on the way with another route than this one. */
  async hasOtherStarted(tx: Transaction, driverId: string, routeId?: string): Promise<boolean> {
    const row = await tx.maybeOne(
      `SELECT 1 FROM routes WHERE driver_id = $1 AND status = 'started' AND route_id IS DISTINCT FROM $2::uuid`,
      [driverId, routeId ?? null],
    );
    return row !== undefined;
  }

  async find(routeId: string): Promise<Route | undefined> {
    const row = await this.database.maybeOne<RouteRow>('SELECT * FROM routes WHERE route_id = $1', [routeId]);
    return row && toRoute(row);
  }

  /** Routes by id, and the started ones of these drivers; by id, each once. */
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
    const rows = await this.database.many<RouteRow>(
      `SELECT * FROM routes
       WHERE ($2::uuid IS NULL OR driver_id = $2) AND ($3::text IS NULL OR status = $3)
         AND ($4::timestamptz IS NULL OR (create_time, route_id) < ($4, $5::uuid))
       ORDER BY create_time DESC, route_id DESC LIMIT $1`,
      [limit, driverId ?? null, status ?? null, after?.createTime ?? null, after?.id ?? null],
    );
    return rows.map(toRoute);
  }

  /** Routes that started in [from, to), and the seats their drivers offered, as last changed. */
  statistics(from: Date, to: Date): Promise<{ startedCount: number; seatsOffered: number }> {
    return this.database.one<{ startedCount: number; seatsOffered: number }>(
      `SELECT count(*)::int AS "startedCount", coalesce(sum(seats), 0)::int AS "seatsOffered"
       FROM routes WHERE start_time >= $1 AND start_time < $2`,
      [from, to],
    );
  }

  private async write(tx: Transaction, { route, event, time }: RouteChange): Promise<void> {
    try {
      await tx.query(
        `UPDATE routes SET status = $2, stops = $3, seats = $4, detour_budget_seconds = $5, auto_accept = $6,
           start_time = $7, finish_time = $8, version = $9
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
          route.version,
        ],
      );
    } catch (error) {
      if (violates(error, 'routes_one_started_per_driver')) throw alreadyStarted();
      throw error;
    }
    await this.events.publish(tx, routeEvent(event, route, time));
  }
}

export const alreadyStarted = () =>
  failedPrecondition('ROUTE_ALREADY_STARTED', 'another route of this driver is started');

async function requireDriver(tx: Transaction, driverId: string): Promise<Driver> {
  const driver = await lockDriver(tx, driverId);
  if (!driver) throw failedPrecondition('DRIVER_NOT_REGISTERED', 'register as a driver first');
  return driver;
}
