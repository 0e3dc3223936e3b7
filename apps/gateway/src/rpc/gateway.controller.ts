// The gRPC API for programs other than browsers, with an operator's access token as in REST.
import type { Metadata } from '@grpc/grpc-js';
import { UseFilters } from '@nestjs/common';
import { bearerToken } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { GatewayServiceService, type GetSnapshotRequest, type TriggerMatchRequest } from '@lastmile/contracts';
import { AllowAnybody, ErrorFilter, id, parse, RpcController, runAs, type RpcHandlers } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import { Clients } from '../gateway.client.js';
import { Authorizer } from '../http/authorizer.js';
import { takeSnapshot } from '../snapshot.js';

const triggerMatch = z.object({ driverId: id('driver'), stationId });

// Set here and not on the application, whose filter is for HTTP.
@UseFilters(new ErrorFilter())
@RpcController(GatewayServiceService)
export class GatewayController implements RpcHandlers<typeof GatewayServiceService> {
  constructor(
    private readonly clients: Clients,
    private readonly authorizer: Authorizer,
    private readonly clock: Clock,
  ) {}

  @AllowAnybody()
  getSnapshot(_request: GetSnapshotRequest, metadata: Metadata) {
    return this.asOperator(metadata, () => takeSnapshot(this.clients, this.clock));
  }

  @AllowAnybody()
  triggerMatch(request: TriggerMatchRequest, metadata: Metadata) {
    return this.asOperator(metadata, () => this.clients.locations.matchApproach(parse(triggerMatch, request)));
  }

  /** The access token is in the call's own metadata, because no service calls this API. */
  private async asOperator<T>(metadata: Metadata, act: () => Promise<T>): Promise<T> {
    const caller = await this.authorizer.identify(bearerToken(String(metadata.get('authorization')[0] ?? '')));
    this.authorizer.require(caller, ['operator']);
    return runAs(caller, act);
  }
}
