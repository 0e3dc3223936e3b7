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
import { AllowRoles, callerOf, parse, RpcController, SignedIn, type RpcHandlers } from '@lastmile/grpc';
import { AuditTrail } from '@lastmile/privacy';
import { personOf } from '../person.requests.js';
import { SecondFactorService } from './second-factor.service.js';
import * as requests from './second-factor.requests.js';

@RpcController(SecondFactorServiceService)
export class SecondFactorController implements RpcHandlers<typeof SecondFactorServiceService> {
  constructor(
    private readonly factors: SecondFactorService,
    private readonly audit: AuditTrail,
  ) {}

  @SignedIn()
  async getSecondFactor(_: GetSecondFactorRequest, metadata: Metadata): Promise<GetSecondFactorResponse> {
    return this.factors.summary(personOf(metadata));
  }

  @SignedIn()
  async beginSecondFactor(request: BeginSecondFactorRequest, metadata: Metadata): Promise<BeginSecondFactorResponse> {
    const { password, client } = parse(requests.beginRequest, request);
    return this.factors.begin(personOf(metadata), password, client);
  }

  @SignedIn()
  async confirmSecondFactor(
    request: ConfirmSecondFactorRequest,
    metadata: Metadata,
  ): Promise<ConfirmSecondFactorResponse> {
    const { code, keepSessionId, client } = parse(requests.confirmRequest, request);
    return { recoveryCodes: await this.factors.confirm(personOf(metadata), code, keepSessionId, client) };
  }

  @SignedIn()
  async renewRecoveryCodes(
    request: RenewRecoveryCodesRequest,
    metadata: Metadata,
  ): Promise<RenewRecoveryCodesResponse> {
    const { code, client } = parse(requests.renewRequest, request);
    return { recoveryCodes: await this.factors.renewRecoveryCodes(personOf(metadata), code, client) };
  }

  @SignedIn()
  async removeSecondFactor(
    request: RemoveSecondFactorRequest,
    metadata: Metadata,
  ): Promise<RemoveSecondFactorResponse> {
    const { password, code, client } = parse(requests.removeRequest, request);
    await this.factors.remove(personOf(metadata), password, code, client);
    return {};
  }

  @AllowRoles('operator')
  async resetSecondFactor(request: ResetSecondFactorRequest, metadata: Metadata): Promise<ResetSecondFactorResponse> {
    const caller = callerOf(metadata);
    const { userId } = parse(requests.resetRequest, request);
    const action = { name: 'ResetSecondFactor', subjectKind: 'user', subjectId: userId };
    await this.audit.act(action, () => this.factors.reset(caller, userId));
    return {};
  }
}
