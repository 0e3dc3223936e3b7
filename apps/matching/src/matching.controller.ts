// The RPC of lastmile.matching.v1: parse, call, format.
import { randomUUID } from 'node:crypto';
import { MatchingServiceService, type MatchRequest, type MatchResponse } from '@lastmile/contracts';
import { AllowRoles, parse, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { MatchingService } from './matching.service.js';
import * as requests from './matching.requests.js';
import { toMatchResponse } from './matching.wire.js';

@RpcController(MatchingServiceService)
export class MatchingController implements RpcHandlers<typeof MatchingServiceService> {
  constructor(private readonly matching: MatchingService) {}

  /** Only for services, as service.json declares; operators call through the location service. */
  @AllowRoles('service')
  async match(message: MatchRequest): Promise<MatchResponse> {
    const { requestId, ...command } = parse(requests.match, message);
    return toMatchResponse(await this.matching.match({ ...command, requestId: requestId || randomUUID() }));
  }
}
