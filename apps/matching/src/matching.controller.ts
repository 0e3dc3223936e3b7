// The RPC of lastmile.matching.v1: parse, call, format.
import { randomUUID } from 'node:crypto';
import type { Metadata } from '@grpc/grpc-js';
import { MatchingServiceService, type MatchRequest, type MatchResponse } from '@lastmile/contracts';
import { callerOf, parse, requireRole, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { MatchingService } from './matching.service.js';
import { matchRequest, toMatchResponse } from './matching.wire.js';

@RpcController(MatchingServiceService)
export class MatchingController implements RpcHandlers<typeof MatchingServiceService> {
  constructor(private readonly matching: MatchingService) {}

  async match(message: MatchRequest, metadata: Metadata): Promise<MatchResponse> {
    requireRole(callerOf(metadata), 'operator');
    const { requestId, ...command } = parse(matchRequest, message);
    return toMatchResponse(await this.matching.match({ ...command, requestId: requestId || randomUUID() }));
  }
}
