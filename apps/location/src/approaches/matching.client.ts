// Calls matching to plan a station.
import { Injectable } from '@nestjs/common';
import { asService } from '@lastmile/auth';
import { MatchingServiceService, type MatchResponse } from '@lastmile/contracts';
import { InjectClient, type RpcClient } from '@lastmile/grpc';
import type { Approach } from '../location.types.js';

/** Matching's response, passed on unchanged. */
export type MatchAnswer = MatchResponse;

/** Three rounds of reads and a commit. */
const DEADLINE_MS = 10_000;
/** The limit of matching; drivers who arrive later are left out. */
const MAX_APPROACHING = 499;

@Injectable()
export class MatchingClient {
  constructor(
    @InjectClient(MatchingServiceService) private readonly client: RpcClient<typeof MatchingServiceService>,
  ) {}

  /** The first of `approaching` is the driver itself. */
  match(request: {
    requestId: string;
    driverId: string;
    stationId: string;
    approaching: readonly Approach[];
  }): Promise<MatchAnswer> {
    const approaching = request.approaching
      .slice(0, MAX_APPROACHING)
      .map(({ driverId, etaTime }) => ({ driverId, etaTime }));
    return this.client.match({ ...request, approaching }, { caller: asService('location'), deadlineMs: DEADLINE_MS });
  }
}
