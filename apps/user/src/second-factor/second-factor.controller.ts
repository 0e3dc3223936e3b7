// SecondFactorService over gRPC: parse, call, format.
import type { Metadata } from '@grpc/grpc-js';
import {
  SecondFactorServiceService,
  type BeginSecondFactorRequest,
  type BeginSecondFactorResponse,
  type ConfirmSecondFactorRequest,
  type ConfirmSecondFactorResponse,
  type GetSecondFactorRequest,
  type GetSecondFactorResponse,
  type RemoveSecondFactorRequest,
  type RemoveSecondFactorResponse,
  type RenewRecoveryCodesRequest,
  type RenewRecoveryCodesResponse,
  type ResetSecondFactorRequest,
  type ResetSecondFactorResponse,
} from '@lastmile/contracts';
import { callerOf, parse, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { AuditTrail } from '@lastmile/privacy';
import { personOf } from '../person.js';
import { SecondFactorService } from './second-factor.service.js';
import * as wire from './second-factor.wire.js';

@RpcController(SecondFactorServiceService)
export class SecondFactorController implements RpcHandlers<typeof SecondFactorServiceService> {
  constructor(
    private readonly factors: SecondFactorService,
    private readonly audit: AuditTrail,
  ) {}

  async getSecondFactor(_: GetSecondFactorRequest, metadata: Metadata): Promise<GetSecondFactorResponse> {
    return this.factors.summary(personOf(metadata));
  }

  async beginSecondFactor(request: BeginSecondFactorRequest, metadata: Metadata): Promise<BeginSecondFactorResponse> {
    const { password, client } = parse(wire.beginRequest, request);
    return this.factors.begin(personOf(metadata), password, client);
  }

  async confirmSecondFactor(
    request: ConfirmSecondFactorRequest,
    metadata: Metadata,
  ): Promise<ConfirmSecondFactorResponse> {
    const { code, keepSessionId, client } = parse(wire.confirmRequest, request);
    return { recoveryCodes: await this.factors.confirm(personOf(metadata), code, keepSessionId, client) };
  }

  async renewRecoveryCodes(
    request: RenewRecoveryCodesRequest,
    metadata: Metadata,
  ): Promise<RenewRecoveryCodesResponse> {
    const { code, client } = parse(wire.renewRequest, request);
    return { recoveryCodes: await this.factors.renewRecoveryCodes(personOf(metadata), code, client) };
  }

  async removeSecondFactor(
    request: RemoveSecondFactorRequest,
    metadata: Metadata,
  ): Promise<RemoveSecondFactorResponse> {
    const { password, code, client } = parse(wire.removeRequest, request);
    await this.factors.remove(personOf(metadata), password, code, client);
    return {};
  }

  async resetSecondFactor(request: ResetSecondFactorRequest, metadata: Metadata): Promise<ResetSecondFactorResponse> {
    const caller = callerOf(metadata);
    const { userId } = parse(wire.resetRequest, request);
    const action = { name: 'ResetSecondFactor', subjectKind: 'user', subjectId: userId };
    await this.audit.act(action, () => this.factors.reset(caller, userId));
    return {};
  }
}
