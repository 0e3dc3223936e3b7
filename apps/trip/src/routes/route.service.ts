// Use cases on whole routes. The ledger stores only what it needs of a route: seats, and who the car may be shown to.
import { Injectable } from '@nestjs/common';
import { Clock } from '@lastmile/config';
import { open, resize, type RouteOffer } from './route-load.state.js';
import { RouteRepository } from './route.repository.js';
import { closeWithRoute } from '../trips/trip.state.js';
import type { RouteLoad } from '../trip.types.js';

@Injectable()
export class RouteService {
  constructor(
    private readonly routes: RouteRepository,
    private readonly clock: Clock,
  ) {}

  open(offer: RouteOffer): Promise<RouteLoad> {
    return this.routes.openRoute(offer.routeId, offer.driverId, (known) => open(known, offer));
  }

  resize(
    routeId: string,
    changes: { seats?: number; autoAccept?: boolean; routeVersion?: number },
  ): Promise<RouteLoad> {
    return this.routes.resizeRoute(routeId, (load) => resize(load, changes));
  }

  /** With `keepAboard`, riders in the car continue; without it they make the call fail. */
  close(routeId: string, cancelScheduled: boolean, keepAboard = false): Promise<RouteLoad> {
    return this.routes.closeRoute(routeId, (trip) =>
      keepAboard && trip.status === 'active' ? undefined : closeWithRoute(trip, cancelScheduled, this.clock.now()),
    );
  }

  loads(routeIds: readonly string[]): Promise<RouteLoad[]> {
    return this.routes.loads(routeIds);
  }
}
