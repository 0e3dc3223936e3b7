// The ledger's transactions on whole routes: opening, resizing and closing them.
import { Injectable } from '@nestjs/common';
import { failedPrecondition } from '@lastmile/errors';
import { Database, type Transaction } from '@lastmile/postgres';
import { erasedAmong, lockRides } from '../trips/ride-claim.repository.js';
import {
  closeLoad,
  insertLoad,
  loadsOf,
  lockLoad,
  requireLoad,
  stopTaking,
  updateLoad,
} from './route-load.repository.js';
import type { Change } from '../trips/trip.state.js';
import { liveTripsOfRoute, lockTrips } from '../trips/trip-rows.repository.js';
import { TripWriter } from '../trips/trip-writer.repository.js';
import type { RouteLoad, Trip } from '../trip.types.js';

@Injectable()
export class RouteRepository {
  constructor(
    private readonly database: Database,
    private readonly writer: TripWriter,
  ) {}

  /**
   * Opens a route, or updates it with the newest data. Throws DRIVER_HAS_OPEN_ROUTE, ACCOUNT_ERASED and what `decide`
   * throws. Repeating is safe without a request id.
   */
  openRoute(
    routeId: string,
    driverId: string,
    decide: (known: RouteLoad | undefined) => RouteLoad,
  ): Promise<RouteLoad> {
    return this.database.transaction(async (tx) => {
      await this.refuseErased(tx, driverId);
      let known = await lockLoad(tx, routeId);
      if (!known) {
        const load = decide(undefined);
        if (await insertLoad(tx, load)) return load;
        // Meanwhile somebody else has opened this route, or another route of this driver.
        known = await lockLoad(tx, routeId);
        if (!known) throw failedPrecondition('DRIVER_HAS_OPEN_ROUTE', 'the driver has another open route');
      }
      const load = decide(known);
      await updateLoad(tx, load);
      return load;
    });
  }

  /** Throws ROUTE_NOT_FOUND and what `decide` throws. */
  resizeRoute(routeId: string, decide: (load: RouteLoad) => RouteLoad): Promise<RouteLoad> {
    return this.database.transaction(async (tx) => {
      const load = decide(await requireLoad(tx, routeId));
      await updateLoad(tx, load);
      return load;
    });
  }

  /**
   * Ends every live trip with the change that `end` returns, then closes the route. If `end` returns undefined for some
   * trips, they continue and the route only stops taking riders. A closed route stays unchanged.
   */
  closeRoute(routeId: string, end: (trip: Trip) => Change | undefined): Promise<RouteLoad> {
    return this.database.transaction(async (tx) => {
      const load = await requireLoad(tx, routeId);
      if (!load.open) return load;
      // The lock on the load keeps this list unchanged: every other change of the route's trips waits for it.
      const live = await liveTripsOfRoute(tx, routeId);
      const [rideIds, tripIds] = [live.map(({ rideId }) => rideId), live.map(({ tripId }) => tripId)];
      await lockRides(tx, rideIds);
      const trips = await lockTrips(tx, tripIds);
      const changes = trips.map(end).filter((change) => change !== undefined);
      for (const change of changes) await this.writer.record(tx, change);
      return changes.length < trips.length ? stopTaking(tx, routeId) : closeLoad(tx, routeId);
    });
  }

  private async refuseErased(tx: Transaction, driverId: string): Promise<void> {
    const [erased] = await erasedAmong(tx, [driverId]);
    if (erased) throw failedPrecondition('ACCOUNT_ERASED', 'the account was erased');
  }

  /** Sorted by route_id; unknown ids are left out. */
  loads(routeIds: readonly string[]): Promise<RouteLoad[]> {
    return loadsOf(this.database, routeIds);
  }
}
