// Use cases of accounts. Passwords and sessions are handled by the identity provider, profiles by our tables.
import { Injectable } from '@nestjs/common';
import type { Caller } from '@lastmile/auth';
import { Clock } from '@lastmile/config';
import { aborted, DomainError, isDomainError, notFound } from '@lastmile/errors';
import type { JSONWebKeySet } from 'jose';
import { IdentityProvider } from './identity/identity-provider.service.js';
import type { Session, SessionSummary, SignedIn, SignInClient } from './identity/identity.types.js';
import { RevocationRepository } from './revocation.repository.js';
import type { Revocation, RevocationsSince, TokenClaims } from './revocation.types.js';
import { AttemptRepository } from './sign-in/attempt.repository.js';
import { Guesses, type DeviceClient } from './sign-in/guesses.service.js';
import { KnownDeviceRepository } from './sign-in/known-device.repository.js';
import { PasswordJudge } from './passwords/password-judge.js';
import { changeProfile, confirmEmail, inOrder, replaceRoles } from './user.core.js';
import { UserRepository } from './user.repository.js';
import type { ProfileChange, User, UserRole } from './user.types.js';

export interface Registration {
  readonly requestId: string;
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly language: string;
  readonly roles: readonly UserRole[];
  readonly client: DeviceClient;
}

export interface UserSession {
  readonly user: User;
  readonly session: Session;
  /** The access token lacks the operator role until the account has a second factor. */
  readonly secondFactorNeeded: boolean;
}

export interface SignInAnswer extends UserSession {
  /** Sent at the next sign-in, it proves that the device is known. */
  readonly deviceToken: string;
}

/** Attempts when somebody changes the roles repeatedly during a sign-in. */
const ROLE_ATTEMPTS = 3;

@Injectable()
export class UserService {
  constructor(
    private readonly identity: IdentityProvider,
    private readonly users: UserRepository,
    private readonly attempts: AttemptRepository,
    private readonly devices: KnownDeviceRepository,
    private readonly guesses: Guesses,
    private readonly revocations: RevocationRepository,
    private readonly passwords: PasswordJudge,
    private readonly clock: Clock,
  ) {}

  /** Every step can be repeated, so a retry completes an interrupted registration. */
  async register(registration: Registration): Promise<SignInAnswer> {
    const { requestId, email, password, displayName, language, roles, client } = registration;
    this.passwords.judge(password, 'password', [email, displayName]);
    const { userId, passwordHash, emailConfirmed = true } = await this.identity.enroll({ email, password }, client);
    const createTime = this.clock.now();
    const profile = { userId, email, displayName, language, roles: inOrder(roles), createTime, emailConfirmed };
    const user = await this.users.register(requestId, profile, passwordHash);
    if (!user.emailConfirmed) await this.identity.requestEmailConfirmation(user.userId);
    // The current roles: a late repeat must not restore roles that were removed since.
    const { roles: present } = await this.users.get(user.userId);
    await this.identity.setRoles(user.userId, present);
    // Signs in with the password and not by id, so that knowing a request id opens no session.
    const signedIn = await this.identity.signIn(email, password, client).catch((error: unknown) => {
      throw isDomainError(error) && error.reason === 'WRONG_CREDENTIALS' ? requestIdReused(error) : error;
    });
    const { session, secondFactorNeeded } = await this.withCurrentRoles(signedIn, client);
    const deviceToken = await this.devices.remember(user.userId, signedIn.hasSecondFactor, new Date());
    return { user, session, secondFactorNeeded, deviceToken };
  }

  /** `code` of the account's second factor; empty if there is none. */
  async login(email: string, password: string, code: string, client: DeviceClient): Promise<SignInAnswer> {
    const { isKnownDevice, signedIn } = await this.guesses.count(email, client, async (isKnownDevice) => ({
      isKnownDevice,
      signedIn: await this.identity.signIn(email, password, client, { code, isKnownDevice }),
    }));
    const entered = await this.withCurrentRoles(signedIn, client);
    const deviceToken = isKnownDevice
      ? client.deviceToken
      : await this.devices.remember(entered.user.userId, signedIn.hasSecondFactor, new Date());
    return { ...entered, deviceToken };
  }

  async refresh(refreshToken: string, client: SignInClient): Promise<UserSession> {
    return this.withCurrentRoles(await this.identity.refresh(refreshToken, client), client);
  }

  async logout(refreshToken: string, client: SignInClient): Promise<void> {
    const ended = await this.identity.signOut(refreshToken, client);
    if (ended) await this.revocations.sessionEnded(ended.userId, ended.sessionId, new Date());
  }

  async sessions(caller: Caller): Promise<SessionSummary[]> {
    return this.identity.sessions(caller.userId);
  }

  async endSession(caller: Caller, sessionId: string): Promise<void> {
    await this.identity.endSession(caller.userId, sessionId);
  }

  async endOtherSessions(caller: Caller, keepSessionId: string): Promise<void> {
    await this.identity.endOtherSessions(caller.userId, keepSessionId);
    await this.devices.forgetAll(caller.userId);
  }

  /** Throws unauthenticated SESSION_REVOKED. */
  async checkSession(claims: TokenClaims): Promise<void> {
    await this.revocations.check(claims);
  }

  /** Revocations recorded since a time, and the time for the next call: `nextSinceTime` of the first page. */
  async revocationsSince(
    wanted: RevocationsSince,
    nextSinceTime?: Date,
  ): Promise<{ revocations: Revocation[]; nextSinceTime: Date }> {
    nextSinceTime ??= await this.revocations.nextSinceTime();
    return { revocations: await this.revocations.since(wanted, new Date()), nextSinceTime };
  }

  async requestPasswordReset(email: string, client: SignInClient): Promise<void> {
    await this.identity.requestPasswordReset(email, client);
  }

  async resetPassword(resetToken: string, newPassword: string, client: SignInClient): Promise<void> {
    this.passwords.judge(newPassword, 'newPassword');
    const userId = await this.identity.resetPassword(resetToken, newPassword, client);
    // The mail has proven the address.
    await this.users.confirmEmail(userId, confirmEmail);
    // Our sessions are already recorded as ended; this ends those of another provider.
    await this.revocations.allEnded(userId, new Date());
    await this.devices.forgetAll(userId);
    const { email } = await this.users.get(userId);
    await this.attempts.forget(email);
  }

  async requestEmailConfirmation(caller: Caller): Promise<void> {
    await this.identity.requestEmailConfirmation(caller.userId);
  }

  /** May be repeated when somebody follows the link again. */
  async confirmEmail(token: string): Promise<void> {
    await this.users.confirmEmail(await this.identity.confirmEmail(token), confirmEmail);
  }

  /** Except for operators and services, other people's accounts look like accounts that do not exist. */
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
    const key = { callerId: caller.userId, requestId, command: 'SetUserRole' };
    const wanted = inOrder(roles);
    const changed = await this.users.updateRoles(userId, key, wanted, (user, otherOperators) =>
      replaceRoles(user, wanted, otherOperators),
    );
    const { roles: present } = await this.users.get(userId);
    await this.identity.setRoles(userId, present);
    return changed;
  }

  async rotateKeys(): Promise<{ readonly kid: string; readonly signTime: Date }> {
    return this.identity.rotateKeys();
  }

  async publicKeys(): Promise<JSONWebKeySet> {
    return this.identity.publicKeys();
  }

  /**
   * Makes sure that the token's roles are the stored ones: roles are stored here first and at the provider second, and
   * this repairs a difference after an interruption.
   */
  private async withCurrentRoles(signedIn: SignedIn, client: SignInClient): Promise<UserSession> {
    let { session, roles } = signedIn;
    const { isSecondFactorNeeded: secondFactorNeeded = false } = signedIn;
    for (let attempt = 1; attempt <= ROLE_ATTEMPTS; attempt++) {
      // Must be read after the token was created.
      const user = await this.users.get(signedIn.userId);
      if (!roles || roles.join() === inOrder(user.roles).join()) return { user, session, secondFactorNeeded };
      await this.identity.setRoles(user.userId, user.roles);
      ({ session, roles } = await this.identity.refresh(session.refreshToken, client));
    }
    throw aborted('ROLES_CHANGING', 'the roles of this account are being changed, try again');
  }
}

const requestIdReused = (cause: unknown): DomainError =>
  new DomainError('already_exists', 'REQUEST_ID_REUSED', 'this request id was used for another request', {}, { cause });
