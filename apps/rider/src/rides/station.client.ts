// Reads the station and the train from the station service.
import { Injectable } from '@nestjs/common';
import { StationServiceService } from '@lastmile/contracts';
import { notFound } from '@lastmile/errors';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { LatLng } from '@lastmile/geo';
import type { Station, Train } from '../rider.types.js';

@Injectable()
export class StationClient {
  constructor(@InjectClient(StationServiceService) private readonly client: RpcClient<typeof StationServiceService>) {}

  /** @throws DomainError not_found STATION_NOT_FOUND, also for a station that was removed from its feed */
  async station(stationId: string): Promise<Station> {
    const { station } = await this.client.getStation({ stationId });
    if (!station?.active) throw notFound('station', stationId);
    return {
      stationId,
      name: station.name,
      position: placed(station.position),
      timeZone: station.timeZone,
      pickupPoints: station.pickupPoints.map(({ pickupPointId, name, position, walkSeconds }) => ({
        pickupPointId,
        name,
        position: placed(position),
        walkSeconds,
      })),
    };
  }

  /** @throws DomainError not_found ARRIVAL_NOT_FOUND when the train does not call there that day */
  async train(stationId: string, trainId: string, serviceDate: string): Promise<Train> {
    const { arrival } = await this.client.getArrival({ stationId, trainId, serviceDate });
    if (!arrival?.arriveTime) throw notFound('arrival', trainId);
    const { headsign, line, arriveTime } = arrival;
    return { trainId, serviceDate, headsign, arriveTime, lineName: line?.shortName ?? '' };
  }
}

function placed(position: LatLng | undefined): LatLng {
  if (!position) throw new Error('the station service answered without a position');
  return position;
}
