// Calls the ledger in the trip service, which decides whether a route may open, change or close.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { TripServiceService } from '@lastmile/contracts';
import { failedPrecondition, isDomainError } from '@lastmile/errors';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { Driver, Route } from '../driver.types.js';

const AS_SERVICE = { caller: asService('driver') };

@Injectable()
export class TripClient {
  constructor(@InjectClient(TripServiceService) private readonly client: RpcClient<typeof TripServiceService>) {}

  /**
   * Sends the version that the route will have. Opening an open route again changes nothing. @throws DomainError
   * failed_precondition ROUTE_CLOSED, DRIVER_HAS_OPEN_ROUTE
   */
  async open(
    { routeId, driverId, seats, wheelchairPlaces, autoAccept, version }: Route,
    { name, vehicle }: Driver,
  ): Promise<void> {
    await this.client.openRoute(
      {
        routeId,
        driverId,
        driverName: name,
        vehiclePlate: vehicle.plate,
        vehicleDescription: vehicle.description,
        seats,
        wheelchairPlaces,
        autoAccept,
        routeVersion: version + 1,
      },
      AS_SERVICE,
    );
  }

  /** Sends the version that the route will have. @throws DomainError failed_precondition SEATS_IN_USE, ROUTE_CLOSED */
  async resize({ routeId, seats, autoAccept, version }: Route): Promise<void> {
    await this.client.resizeRoute({ routeId, seats, autoAccept, routeVersion: version + 1 }, AS_SERVICE);
  }

  /**
   * Closing a closed route, or one that was never opened, changes nothing. With `keepAboard` and riders in the car, the
   * ledger only stops new riders from joining; this still throws, because the route is not over.
   *
   * @throws DomainError failed_precondition ROUTE_HAS_RIDERS
   */
  async close(
    routeId: string,
    { cancelScheduled, keepAboard = false }: { cancelScheduled: boolean; keepAboard?: boolean },
  ): Promise<void> {
    try {
      const { load } = await this.client.closeRoute({ routeId, cancelScheduled, keepAboard }, AS_SERVICE);
      if (load && load.seatsTaken > 0) throw failedPrecondition('ROUTE_HAS_RIDERS', 'riders are aboard');
    } catch (error) {
      if (!(isDomainError(error) && error.reason === 'ROUTE_NOT_FOUND')) throw error;
    }
  }
}
