// UserService over gRPC: parse, call, format.
import type { Metadata } from '@grpc/grpc-js';
import {
  UserServiceService,
  type GetJsonWebKeySetResponse,
  type GetUserProfileRequest,
  type GetUserProfileResponse,
  type LoginUserRequest,
  type LoginUserResponse,
  type LogoutUserRequest,
  type LogoutUserResponse,
  type RefreshSessionRequest,
  type RefreshSessionResponse,
  type RegisterUserRequest,
  type RegisterUserResponse,
  type RequestPasswordResetRequest,
  type RequestPasswordResetResponse,
  type ResetPasswordRequest,
  type ResetPasswordResponse,
  type SetUserRoleRequest,
  type SetUserRoleResponse,
  type UpdateUserProfileRequest,
  type UpdateUserProfileResponse,
} from '@lastmile/contracts';
import { callerOf, parse, RpcController, type RpcHandlers } from '@lastmile/grpc';
import { UserService } from './user.service.js';
import * as wire from './user.wire.js';

@RpcController(UserServiceService)
export class UserController implements RpcHandlers<typeof UserServiceService> {
  constructor(private readonly users: UserService) {}

  async registerUser(request: RegisterUserRequest): Promise<RegisterUserResponse> {
    return wire.toWireUserSession(await this.users.register(parse(wire.registerUserRequest, request)));
  }

  async loginUser(request: LoginUserRequest): Promise<LoginUserResponse> {
    const { email, password } = parse(wire.loginUserRequest, request);
    return wire.toWireUserSession(await this.users.login(email, password));
  }

  async refreshSession(request: RefreshSessionRequest): Promise<RefreshSessionResponse> {
    const { refreshToken } = parse(wire.refreshTokenRequest, request);
    return wire.toWireUserSession(await this.users.refresh(refreshToken));
  }

  async logoutUser(request: LogoutUserRequest): Promise<LogoutUserResponse> {
    const { refreshToken } = parse(wire.refreshTokenRequest, request);
    await this.users.logout(refreshToken);
    return {};
  }

  async requestPasswordReset(request: RequestPasswordResetRequest): Promise<RequestPasswordResetResponse> {
    const { email } = parse(wire.emailRequest, request);
    await this.users.requestPasswordReset(email);
    return {};
  }

  async resetPassword(request: ResetPasswordRequest): Promise<ResetPasswordResponse> {
    const { resetToken, newPassword } = parse(wire.resetPasswordRequest, request);
    await this.users.resetPassword(resetToken, newPassword);
    return {};
  }

  async getUserProfile(request: GetUserProfileRequest, metadata: Metadata): Promise<GetUserProfileResponse> {
    const caller = callerOf(metadata);
    const { userId } = parse(wire.userIdRequest, { userId: request.userId || caller.userId });
    return { user: wire.toWireUser(await this.users.profile(caller, userId)) };
  }

  async updateUserProfile(request: UpdateUserProfileRequest, metadata: Metadata): Promise<UpdateUserProfileResponse> {
    const caller = callerOf(metadata);
    parse(wire.userIdRequest, caller); // a service acting by itself has no profile
    const { requestId, ...change } = parse(wire.updateUserProfileRequest, request);
    return { user: wire.toWireUser(await this.users.updateProfile(caller, requestId, change)) };
  }

  async setUserRole(request: SetUserRoleRequest, metadata: Metadata): Promise<SetUserRoleResponse> {
    const caller = callerOf(metadata);
    const { requestId, userId, roles } = parse(wire.setUserRoleRequest, request);
    return { user: wire.toWireUser(await this.users.setRoles(caller, requestId, userId, roles)) };
  }

  async getJsonWebKeySet(): Promise<GetJsonWebKeySetResponse> {
    return { json: JSON.stringify(await this.users.publicKeys()) };
  }
}
