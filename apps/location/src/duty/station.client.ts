// Reads time zones of stations from the station service.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { StationServiceService } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';

@Injectable()
export class StationClient {
  /** Stations do not move, so a few hundred are cached for the life of the process. */
  private readonly known = new Map<string, string>();

  constructor(@InjectClient(StationServiceService) private readonly client: RpcClient<typeof StationServiceService>) {}

  /** IANA name; UTC for a station without one. @throws DomainError not_found STATION_NOT_FOUND */
  async timeZone(stationId: string): Promise<string> {
    const known = this.known.get(stationId);
    if (known !== undefined) return known;
    const { station } = await this.client.getStation({ stationId }, { caller: asService('location') });
    const timeZone = station?.timeZone || 'UTC';
    this.known.set(stationId, timeZone);
    return timeZone;
  }
}
