// Reads the station from the station service.
import { Injectable } from '@nestjs/common';
import { StationServiceService } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { Station } from '../matching.types.js';
import { required } from './required.wire.js';

@Injectable()
export class StationClient {
  constructor(@InjectClient(StationServiceService) private readonly client: RpcClient<typeof StationServiceService>) {}

  /** @throws DomainError not_found STATION_NOT_FOUND */
  async get(stationId: string): Promise<Station> {
    const station = required((await this.client.getStation({ stationId })).station, 'station');
    return { stationId, timeZone: station.timeZone, position: required(station.position, 'station.position') };
  }
}
