// Reads routes from the driver service.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { DriverServiceService } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { Route } from '../location.types.js';
import { toRoute } from './route.wire.js';

@Injectable()
export class DriverClient {
  constructor(@InjectClient(DriverServiceService) private readonly client: RpcClient<typeof DriverServiceService>) {}

  async startedRoute(driverId: string): Promise<Route | undefined> {
    const request = { routeIds: [], startedDriverIds: [driverId] };
    const { routes } = await this.client.batchGetRoutes(request, { caller: asService('location') });
    return routes.map(toRoute).find((route) => route.driverId === driverId && route.onDuty);
  }
}
