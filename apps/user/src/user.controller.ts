// UserService over gRPC: parse, call, format.
import type { Metadata } from '@grpc/grpc-js';
import {
  UserServiceService,
  type CheckSessionRequest,
  type CheckSessionResponse,
  type ConfirmEmailRequest,
  type ConfirmEmailResponse,
  type EndOtherSessionsRequest,
  type EndOtherSessionsResponse,
  type EndSessionRequest,
  type EndSessionResponse,
  type ListAuditEntriesRequest,
  type ListAuditEntriesResponse,
  type EraseUserRequest,
  type EraseUserResponse,
  type GetJsonWebKeySetResponse,
  type GetUserProfileRequest,
  type GetUserProfileResponse,
  type ListRevocationsRequest,
  type ListRevocationsResponse,
  type ListSessionsRequest,
  type ListSessionsResponse,
  type LoginUserRequest,
  type LoginUserResponse,
  type LogoutUserRequest,
  type LogoutUserResponse,
  type RefreshSessionRequest,
  type RefreshSessionResponse,
  type RegisterUserRequest,
  type RegisterUserResponse,
  type RequestEmailConfirmationRequest,
  type RequestEmailConfirmationResponse,
  type RequestPasswordResetRequest,
  type RequestPasswordResetResponse,
  type ResetPasswordRequest,
  type ResetPasswordResponse,
  type RotateSigningKeysRequest,
  type RotateSigningKeysResponse,
  type SetUserRoleRequest,
  type SetUserRoleResponse,
  type UpdateUserProfileRequest,
  type UpdateUserProfileResponse,
} from '@lastmile/contracts';
import { callerOf, decodePageToken, pageOf, parse, requireRole, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { AuditTrail, ReadTrail } from '@lastmile/privacy';
import { personOf } from './person.js';
import { AuditLogRepository } from './privacy/audit-log.repository.js';
import { UserErasure } from './privacy/erasure.service.js';
import { UserService } from './user.service.js';
import * as wire from './user.wire.js';

@RpcController(UserServiceService)
export class UserController implements RpcHandlers<typeof UserServiceService> {
  constructor(
    private readonly users: UserService,
    private readonly erasure: UserErasure,
    private readonly log: AuditLogRepository,
    private readonly audit: AuditTrail,
    private readonly reads: ReadTrail,
  ) {}

  async registerUser(request: RegisterUserRequest): Promise<RegisterUserResponse> {
    return wire.toWireUserSession(await this.users.register(parse(wire.registerUserRequest, request)));
  }

  async loginUser(request: LoginUserRequest): Promise<LoginUserResponse> {
    const { email, password, code, client } = parse(wire.loginUserRequest, request);
    return wire.toWireUserSession(await this.users.login(email, password, code, client));
  }

  async refreshSession(request: RefreshSessionRequest): Promise<RefreshSessionResponse> {
    const { refreshToken, client } = parse(wire.refreshRequest, request);
    return wire.toWireUserSession(await this.users.refresh(refreshToken, client));
  }

  async logoutUser(request: LogoutUserRequest): Promise<LogoutUserResponse> {
    const { refreshToken, client } = parse(wire.refreshRequest, request);
    await this.users.logout(refreshToken, client);
    return {};
  }

  async requestPasswordReset(request: RequestPasswordResetRequest): Promise<RequestPasswordResetResponse> {
    const { email, client } = parse(wire.emailRequest, request);
    await this.users.requestPasswordReset(email, client);
    return {};
  }

  async resetPassword(request: ResetPasswordRequest): Promise<ResetPasswordResponse> {
    const { resetToken, newPassword, client } = parse(wire.resetPasswordRequest, request);
    await this.users.resetPassword(resetToken, newPassword, client);
    return {};
  }

  async requestEmailConfirmation(
    _: RequestEmailConfirmationRequest,
    metadata: Metadata,
  ): Promise<RequestEmailConfirmationResponse> {
    await this.users.requestEmailConfirmation(personOf(metadata));
    return {};
  }

  async confirmEmail(request: ConfirmEmailRequest): Promise<ConfirmEmailResponse> {
    await this.users.confirmEmail(parse(wire.confirmEmailRequest, request).confirmationToken);
    return {};
  }

  async getUserProfile(request: GetUserProfileRequest, metadata: Metadata): Promise<GetUserProfileResponse> {
    const caller = callerOf(metadata);
    const { userId } = parse(wire.userIdRequest, { userId: request.userId || caller.userId });
    const user = wire.toWireUser(await this.users.profile(caller, userId));
    await this.reads.note('GetUserProfile', { userId });
    return { user };
  }

  async updateUserProfile(request: UpdateUserProfileRequest, metadata: Metadata): Promise<UpdateUserProfileResponse> {
    const caller = personOf(metadata);
    const { requestId, ...change } = parse(wire.updateUserProfileRequest, request);
    return { user: wire.toWireUser(await this.users.updateProfile(caller, requestId, change)) };
  }

  async setUserRole(request: SetUserRoleRequest, metadata: Metadata): Promise<SetUserRoleResponse> {
    const caller = callerOf(metadata);
    const { requestId, userId, roles } = parse(wire.setUserRoleRequest, request);
    const action = { name: 'SetUserRole', subjectKind: 'user', subjectId: userId };
    const user = await this.audit.act(action, () => this.users.setRoles(caller, requestId, userId, roles));
    return { user: wire.toWireUser(user) };
  }

  async listSessions(_request: ListSessionsRequest, metadata: Metadata): Promise<ListSessionsResponse> {
    return { sessions: await this.users.sessions(personOf(metadata)) };
  }

  async endSession(request: EndSessionRequest, metadata: Metadata): Promise<EndSessionResponse> {
    const caller = personOf(metadata);
    await this.users.endSession(caller, parse(wire.endSessionRequest, request).sessionId);
    return {};
  }

  async endOtherSessions(request: EndOtherSessionsRequest, metadata: Metadata): Promise<EndOtherSessionsResponse> {
    const caller = personOf(metadata);
    await this.users.endOtherSessions(caller, parse(wire.endOtherSessionsRequest, request).keepSessionId);
    return {};
  }

  async checkSession(request: CheckSessionRequest, metadata: Metadata): Promise<CheckSessionResponse> {
    const caller = callerOf(metadata);
    await this.users.checkSession(caller, parse(wire.checkSessionRequest, request));
    return {};
  }

  async listRevocations(request: ListRevocationsRequest, metadata: Metadata): Promise<ListRevocationsResponse> {
    const caller = callerOf(metadata);
    const { sinceTime, pageSize, pageToken } = parse(wire.listRevocationsRequest, request);
    const position = decodePageToken(wire.revocationPosition, pageToken);
    const wanted = { sinceTime, after: position?.id, limit: pageSize + 1 };
    const found = await this.users.revocationsSince(caller, wanted, position?.nextSinceTime);
    const { nextSinceTime } = found;
    const page = pageOf(found.revocations, pageSize, ({ revocationId: id }) => ({ id, nextSinceTime }));
    return { revocations: page.items.map(wire.toWireRevocation), nextSinceTime, nextPageToken: page.nextPageToken };
  }

  async rotateSigningKeys(_: RotateSigningKeysRequest, metadata: Metadata): Promise<RotateSigningKeysResponse> {
    const action = { name: 'RotateSigningKeys', subjectKind: 'platform', subjectId: '' };
    const { kid, signTime } = await this.audit.act(action, () => this.users.rotateKeys(callerOf(metadata)));
    return { keyId: kid, signTime };
  }

  async listAuditEntries(request: ListAuditEntriesRequest, metadata: Metadata): Promise<ListAuditEntriesResponse> {
    requireRole(callerOf(metadata), 'operator');
    const { pageSize, pageToken, ...filter } = parse(wire.listAuditEntriesRequest, request);
    const after = decodePageToken(wire.auditPosition, pageToken);
    const found = await this.log.list(filter, pageSize + 1, after);
    const page = pageOf(found, pageSize, ({ time, entryId: id }) => ({ time: time!, id }));
    return { entries: page.items, nextPageToken: page.nextPageToken };
  }

  async eraseUser(request: EraseUserRequest, metadata: Metadata): Promise<EraseUserResponse> {
    const caller = callerOf(metadata);
    const { userId, password, client } = parse(wire.eraseUserRequest, {
      ...request,
      userId: request.userId || caller.userId,
    });
    const action = { name: 'EraseUser', subjectKind: 'user', subjectId: userId, byAnybody: true };
    await this.audit.act(action, () => this.erasure.erase(caller, userId, password, client));
    return {};
  }

  async getJsonWebKeySet(): Promise<GetJsonWebKeySetResponse> {
    return { json: JSON.stringify(await this.users.publicKeys()) };
  }
}
