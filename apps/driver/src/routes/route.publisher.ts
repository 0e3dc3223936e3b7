// Publishes each change of a route that other services need to know, in the transaction that stores the change.
import { Injectable } from '@nestjs/common';
import { RouteEvent } from '@lastmile/contracts';
import { EventBus } from '@lastmile/events';
import type { Transaction } from '@lastmile/postgres';
import type { Route } from '../driver.types.js';
import { toWireRoute } from '../driver.wire.js';

export type RouteEventType =
  'driver.route_started' | 'driver.route_updated' | 'driver.pickup_status_updated' | 'driver.route_finished';

@Injectable()
export class RoutePublisher {
  constructor(private readonly events: EventBus) {}

  /** Publishes the route as it is after the change. */
  async changed(tx: Transaction, type: RouteEventType, route: Route, time: Date): Promise<void> {
    await this.events.publish(tx, {
      type,
      aggregateId: route.routeId,
      version: route.version,
      time,
      data: RouteEvent.toJSON({ route: toWireRoute(route) }),
    });
  }
}
