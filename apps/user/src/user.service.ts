// What people do with their accounts. Passwords and sessions go to the identity provider, profiles to our tables.
import { Injectable } from '@nestjs/common';
import { requireRole, type Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { DomainError, isDomainError, notFound } from '@lastmile/errors';
import type { JSONWebKeySet } from 'jose';
import { IdentityProvider, type Session } from './identity/identity-provider.js';
import { LoginThrottleRepository } from './login-throttle.repository.js';
import { changeProfile, inOrder, replaceRoles } from './user.core.js';
import { UserRepository } from './user.repository.js';
import type { ProfileChange, User, UserRole } from './user.types.js';

export interface Registration {
  readonly requestId: string;
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly language: string;
  readonly roles: readonly UserRole[];
}

export interface UserSession {
  readonly user: User;
  readonly session: Session;
}

@Injectable()
export class UserService {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly users: UserRepository,
    private readonly throttle: LoginThrottleRepository,
    private readonly clock: Clock,
  ) {}

  /** Every step can be repeated, so a registration that was cut off is finished by its retry. */
  async register({ requestId, email, password, displayName, language, roles }: Registration): Promise<UserSession> {
    const { userId, passwordHash } = await this.identity.enroll({ email, password });
    const profile = { userId, email, displayName, language, roles: inOrder(roles), createTime: this.clock.now() };
    const user = await this.users.register(requestId, profile, passwordHash);
    // What the account is now: a late repeat must not bring back roles that were taken away since.
    const { roles: present } = await this.users.get(user.userId);
    await this.identity.setRoles(user.userId, present);
    // By password and not by id, so that knowing a request id opens nobody's session.
    const { session } = await this.identity.signIn(email, password).catch((error: unknown) => {
      throw isDomainError(error) && error.reason === 'WRONG_CREDENTIALS' ? requestIdReused(error) : error;
    });
    return { user, session };
  }

  async login(email: string, password: string): Promise<UserSession> {
    await this.throttle.admit(email, new Date());
    const { userId, session } = await this.identity.signIn(email, password);
    await this.throttle.forget(email, new Date());
    return { user: await this.users.get(userId), session };
  }

  async refresh(refreshToken: string): Promise<UserSession> {
    const { userId, session } = await this.identity.refresh(refreshToken);
    return { user: await this.users.get(userId), session };
  }

  async logout(refreshToken: string): Promise<void> {
    await this.identity.signOut(refreshToken);
  }

  async requestPasswordReset(email: string): Promise<void> {
    await this.identity.requestPasswordReset(email);
  }

  async resetPassword(resetToken: string, newPassword: string): Promise<void> {
    const userId = await this.identity.resetPassword(resetToken, newPassword);
    const { email } = await this.users.get(userId);
    await this.throttle.forget(email, new Date());
  }

  /** Somebody else's account looks like none to all but operators and services. */
  async profile(caller: Caller, userId: string = caller.userId): Promise<User> {
    const mayAsk = caller.userId === userId || caller.roles.some((role) => role === 'operator' || role === 'service');
    if (!mayAsk) throw notFound('user', userId);
    return this.users.get(userId);
  }

  async updateProfile(caller: Caller, requestId: string, change: ProfileChange): Promise<User> {
    const key = { callerId: caller.userId, requestId, command: 'UpdateUserProfile' };
    return this.users.update(caller.userId, key, change, (user) => changeProfile(user, change));
  }

  async setRoles(caller: Caller, requestId: string, userId: string, roles: readonly UserRole[]): Promise<User> {
    requireRole(caller, 'operator');
    const key = { callerId: caller.userId, requestId, command: 'SetUserRole' };
    const wanted = inOrder(roles);
    const changed = await this.users.updateRoles(userId, key, wanted, (user, otherOperators) =>
      replaceRoles(user, wanted, otherOperators),
    );
    const { roles: present } = await this.users.get(userId);
    await this.identity.setRoles(userId, present);
    return changed;
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    return this.identity.publicKeys();
  }
}

const requestIdReused = (cause: unknown): DomainError =>
  new DomainError('already_exists', 'REQUEST_ID_REUSED', 'this request id was used for another request', {}, { cause });
