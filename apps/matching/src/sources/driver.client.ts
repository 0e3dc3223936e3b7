// Reads routes from the driver service.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { DriverServiceService, PickupStatus as WireStatus, type Route as WireRoute } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { PickupStatus, Route } from '../matching.types.js';
import { required } from './required.wire.js';

@Injectable()
export class DriverClient {
  constructor(@InjectClient(DriverServiceService) private readonly client: RpcClient<typeof DriverServiceService>) {}

  /** The started routes of these drivers; drivers without one are left out. At most 500. */
  async startedRoutes(driverIds: readonly string[]): Promise<Route[]> {
    const { routes } = await this.client.batchGetRoutes({ routeIds: [], startedDriverIds: [...driverIds] }, AS_SERVICE);
    return routes.map(toRoute);
  }
}

const AS_SERVICE = { caller: asService('matching') };

const toRoute = ({ routeId, driverId, stops, destination, detourBudgetSeconds, startTime }: WireRoute): Route => ({
  routeId,
  driverId,
  detourBudgetSeconds,
  startTime: required(startTime, 'route.start_time'),
  destination: required(destination?.position, 'route.destination'),
  stops: stops.map(({ stationId, position, pickupStatus }) => ({
    stationId,
    position: required(position, 'route.stops.position'),
    pickupStatus: toPickupStatus(pickupStatus),
  })),
});

function toPickupStatus(status: WireStatus): PickupStatus {
  switch (status) {
    case WireStatus.PICKUP_STATUS_AHEAD:
      return 'ahead';
    case WireStatus.PICKUP_STATUS_ARRIVED:
      return 'arrived';
    case WireStatus.PICKUP_STATUS_DEPARTED:
      return 'departed';
    // An enum value of a newer version: the safe choice is not to match.
    case WireStatus.PICKUP_STATUS_SKIPPED:
    case WireStatus.PICKUP_STATUS_UNSPECIFIED:
    case WireStatus.UNRECOGNIZED:
      return 'skipped';
  }
}
