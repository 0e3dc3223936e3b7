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
  type RotateSigningKeysResponse,
  type SetUserRoleRequest,
  type SetUserRoleResponse,
  type UpdateUserProfileRequest,
  type UpdateUserProfileResponse,
} from '@lastmile/contracts';
import {
  AllowAnybody,
  AllowRoles,
  callerOf,
  decodePageToken,
  pageOf,
  parse,
  RpcController,
  SignedIn,
  type RpcHandlers,
} from '@lastmile/grpc';
import { AuditTrail, ReadTrail } from '@lastmile/privacy';
import { personOf } from './person.requests.js';
import { AuditLogService } from './privacy/audit-log.service.js';
import { UserErasure } from './privacy/erasure.service.js';
import { UserService } from './user.service.js';
import * as requests from './user.requests.js';
import * as wire from './user.wire.js';

@RpcController(UserServiceService)
export class UserController implements RpcHandlers<typeof UserServiceService> {
  constructor(
    private readonly users: UserService,
    private readonly erasure: UserErasure,
    private readonly log: AuditLogService,
    private readonly audit: AuditTrail,
    private readonly reads: ReadTrail,
  ) {}

  @AllowAnybody()
  async registerUser(request: RegisterUserRequest): Promise<RegisterUserResponse> {
    return wire.toWireUserSession(await this.users.register(parse(requests.registerUserRequest, request)));
  }

  @AllowAnybody()
  async loginUser(request: LoginUserRequest): Promise<LoginUserResponse> {
    const { email, password, code, client } = parse(requests.loginUserRequest, request);
    return wire.toWireUserSession(await this.users.login(email, password, code, client));
  }

  @AllowAnybody()
  async refreshSession(request: RefreshSessionRequest): Promise<RefreshSessionResponse> {
    const { refreshToken, client } = parse(requests.refreshRequest, request);
    return wire.toWireUserSession(await this.users.refresh(refreshToken, client));
  }

  @AllowAnybody()
  async logoutUser(request: LogoutUserRequest): Promise<LogoutUserResponse> {
    const { refreshToken, client } = parse(requests.refreshRequest, request);
    await this.users.logout(refreshToken, client);
    return {};
  }

  @AllowAnybody()
  async requestPasswordReset(request: RequestPasswordResetRequest): Promise<RequestPasswordResetResponse> {
    const { email, client } = parse(requests.emailRequest, request);
    await this.users.requestPasswordReset(email, client);
    return {};
  }

  @AllowAnybody()
  async resetPassword(request: ResetPasswordRequest): Promise<ResetPasswordResponse> {
    const { resetToken, newPassword, client } = parse(requests.resetPasswordRequest, request);
    await this.users.resetPassword(resetToken, newPassword, client);
    return {};
  }

  @SignedIn()
  async requestEmailConfirmation(
    _: RequestEmailConfirmationRequest,
    metadata: Metadata,
  ): Promise<RequestEmailConfirmationResponse> {
    await this.users.requestEmailConfirmation(personOf(metadata));
    return {};
  }

  @AllowAnybody()
  async confirmEmail(request: ConfirmEmailRequest): Promise<ConfirmEmailResponse> {
    await this.users.confirmEmail(parse(requests.confirmEmailRequest, request).confirmationToken);
    return {};
  }

  @SignedIn()
  async getUserProfile(request: GetUserProfileRequest, metadata: Metadata): Promise<GetUserProfileResponse> {
    const caller = callerOf(metadata);
    const { userId } = parse(requests.userIdRequest, { userId: request.userId || caller.userId });
    const user = wire.toWireUser(await this.users.profile(caller, userId));
    await this.reads.note('GetUserProfile', { userId });
    return { user };
  }

  @SignedIn()
  async updateUserProfile(request: UpdateUserProfileRequest, metadata: Metadata): Promise<UpdateUserProfileResponse> {
    const caller = personOf(metadata);
    const { requestId, ...change } = parse(requests.updateUserProfileRequest, request);
    return { user: wire.toWireUser(await this.users.updateProfile(caller, requestId, change)) };
  }

  @AllowRoles('operator')
  async setUserRole(request: SetUserRoleRequest, metadata: Metadata): Promise<SetUserRoleResponse> {
    const caller = callerOf(metadata);
    const { requestId, userId, roles } = parse(requests.setUserRoleRequest, request);
    const action = { name: 'SetUserRole', subjectKind: 'user', subjectId: userId };
    const user = await this.audit.act(action, () => this.users.setRoles(caller, requestId, userId, roles));
    return { user: wire.toWireUser(user) };
  }

  @SignedIn()
  async listSessions(_request: ListSessionsRequest, metadata: Metadata): Promise<ListSessionsResponse> {
    return { sessions: await this.users.sessions(personOf(metadata)) };
  }

  @SignedIn()
  async endSession(request: EndSessionRequest, metadata: Metadata): Promise<EndSessionResponse> {
    const caller = personOf(metadata);
    await this.users.endSession(caller, parse(requests.endSessionRequest, request).sessionId);
    return {};
  }

  @SignedIn()
  async endOtherSessions(request: EndOtherSessionsRequest, metadata: Metadata): Promise<EndOtherSessionsResponse> {
    const caller = personOf(metadata);
    await this.users.endOtherSessions(caller, parse(requests.endOtherSessionsRequest, request).keepSessionId);
    return {};
  }

  @AllowRoles('service')
  async checkSession(request: CheckSessionRequest): Promise<CheckSessionResponse> {
    await this.users.checkSession(parse(requests.checkSessionRequest, request));
    return {};
  }

  @AllowRoles('service')
  async listRevocations(request: ListRevocationsRequest): Promise<ListRevocationsResponse> {
    const { sinceTime, pageSize, pageToken } = parse(requests.listRevocationsRequest, request);
    const position = decodePageToken(requests.revocationPosition, pageToken);
    const wanted = { sinceTime, after: position?.id, limit: pageSize + 1 };
    const found = await this.users.revocationsSince(wanted, position?.nextSinceTime);
    const { nextSinceTime } = found;
    const page = pageOf(found.revocations, pageSize, ({ revocationId: id }) => ({ id, nextSinceTime }));
    return { revocations: page.items.map(wire.toWireRevocation), nextSinceTime, nextPageToken: page.nextPageToken };
  }

  @AllowRoles('operator')
  async rotateSigningKeys(): Promise<RotateSigningKeysResponse> {
    const action = { name: 'RotateSigningKeys', subjectKind: 'platform', subjectId: '' };
    const { kid, signTime } = await this.audit.act(action, () => this.users.rotateKeys());
    return { keyId: kid, signTime };
  }

  @AllowRoles('operator')
  async listAuditEntries(request: ListAuditEntriesRequest): Promise<ListAuditEntriesResponse> {
    const { pageSize, pageToken, ...filter } = parse(requests.listAuditEntriesRequest, request);
    const after = decodePageToken(requests.auditPosition, pageToken);
    const found = await this.log.list(filter, pageSize + 1, after);
    const page = pageOf(found, pageSize, ({ time, entryId: id }) => ({ time: time!, id }));
    return { entries: page.items, nextPageToken: page.nextPageToken };
  }

  @SignedIn()
  async eraseUser(request: EraseUserRequest, metadata: Metadata): Promise<EraseUserResponse> {
    const caller = callerOf(metadata);
    const { userId, password, code, client } = parse(requests.eraseUserRequest, {
      ...request,
      userId: request.userId || caller.userId,
    });
    const action = { name: 'EraseUser', subjectKind: 'user', subjectId: userId, byAnybody: true };
    await this.audit.act(action, () => this.erasure.erase(caller, userId, { password, code, client }));
    return {};
  }

  @AllowAnybody()
  async getJsonWebKeySet(): Promise<GetJsonWebKeySetResponse> {
    return { json: JSON.stringify(await this.users.publicKeys()) };
  }
}
