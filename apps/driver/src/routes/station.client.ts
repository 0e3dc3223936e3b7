// Reads target stations from the station service.
import { Injectable } from '@nestjs/common';
import { StationServiceService } from '@lastmile/contracts';
import { notFound } from '@lastmile/errors';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { RouteStop } from '../driver.types.js';

@Injectable()
export class StationClient {
  constructor(@InjectClient(StationServiceService) private readonly client: RpcClient<typeof StationServiceService>) {}

  /** Name and position of each station, in the given order. @throws DomainError not_found STATION_NOT_FOUND */
  stops(stationIds: readonly string[]): Promise<Omit<RouteStop, 'pickupStatus'>[]> {
    return Promise.all(
      stationIds.map(async (stationId) => {
        const { station } = await this.client.getStation({ stationId });
        if (!station?.position || !station.active) throw notFound('station', stationId);
        return { stationId, name: station.name, position: station.position };
      }),
    );
  }
}
