// AUTH_PROVIDER=local: argon2id passwords, ES256 access tokens, rotating refresh tokens, all in our own database.
import { randomUUID } from 'node:crypto';
import {
  hashOpaqueToken,
  hashPassword,
  isOutdatedHash,
  newOpaqueToken,
  sessionRevoked,
  verifyPassword,
  type AccessTokens,
} from '@lastmile/auth';
import type { OnApplicationShutdown } from '@nestjs/common';
import type { JSONWebKeySet } from 'jose';
import type { Credential, CredentialRepository } from './credential.repository.js';
import type { EmailConfirmationRepository } from './email-confirmation.repository.js';
import { confirmationTokenInvalid, resetTokenInvalid, sessionExpired, wrongCredentials } from './identity.error.js';
import { IdentityProvider } from './identity-provider.service.js';
import {
  UNKNOWN_CLIENT,
  type Enrollment,
  type NewAccount,
  type Session,
  type SessionSummary,
  type SignedIn,
} from './identity.types.js';
import { keyOfToken, open, seal } from './keys/sealed.js';
import { NO_CODE, type LocalSecondFactors, type ShownCode } from '../second-factor/local-second-factors.service.js';
import type { NewKey, SigningKeys } from './keys/signing-keys.service.js';
import type { NewToken, SessionOwner, SessionRepository } from './session.repository.js';

/** A session that is unused for this long ends. */
export const REFRESH_LIFETIME_SECONDS = 30 * 24 * 3600;
/** Every session ends after this time, even if it is used. */
export const SESSION_LIFETIME_SECONDS = 90 * 24 * 3600;
export const RESET_LIFETIME_SECONDS = 30 * 60;
export const CONFIRMATION_LIFETIME_SECONDS = 24 * 3600;

export interface LocalIdentityOptions {
  readonly credentials: CredentialRepository;
  readonly sessions: SessionRepository;
  readonly confirmations: EmailConfirmationRepository;
  readonly tokens: AccessTokens;
  readonly keys: SigningKeys;
  readonly secondFactors: LocalSecondFactors;
  /** Memory of one argon2id hash in KiB. */
  readonly argon2MemoryKib: number;
  /** Real time: sessions do not follow the clock of a demo. */
  readonly now?: () => Date;
}

export class LocalIdentity extends IdentityProvider implements OnApplicationShutdown {
  private readonly now: () => Date;

  constructor(private readonly options: LocalIdentityOptions) {
    super();
    this.now = options.now ?? (() => new Date());
  }

  async enroll({ password }: NewAccount): Promise<Enrollment> {
    return { userId: randomUUID(), passwordHash: await this.hash(password), emailConfirmed: false };
  }

  async signIn(
    email: string,
    password: string,
    client = UNKNOWN_CLIENT,
    shown: ShownCode = NO_CODE,
  ): Promise<SignedIn> {
    const { credentials, sessions, secondFactors, argon2MemoryKib } = this.options;
    const { userId, passwordHash, passwordVersion } = await this.credentialOf(email, password);
    const refresh = this.newRefreshToken();
    const end = this.in(SESSION_LIFETIME_SECONDS);
    const owner = await secondFactors.withCode({ userId, email }, shown, (judge) =>
      sessions.open({ userId, passwordVersion, judge }, refresh.stored, end, client, this.now()),
    );
    if (!owner) throw wrongCredentials();
    if (isOutdatedHash(passwordHash, argon2MemoryKib)) {
      await credentials.rehash(userId, passwordHash, await this.hash(password));
    }
    return this.signedIn(owner, refresh.token, refresh.stored.expireTime);
  }

  async provePassword(email: string, password: string): Promise<void> {
    await this.credentialOf(email, password);
  }

  override findSecondFactors(): LocalSecondFactors {
    return this.options.secondFactors;
  }

  async refresh(refreshToken: string, client = UNKNOWN_CLIENT): Promise<SignedIn> {
    const next = this.newRefreshToken();
    const sealed = seal(keyOfToken(refreshToken), next.token, SUCCESSOR);
    const hash = hashOpaqueToken(refreshToken);
    const rotated = await this.options.sessions.rotate(hash, { ...next.stored, sealed }, client, this.now());
    if (rotated === 'expired') throw sessionExpired();
    if (rotated === 'reused' || rotated === 'revoked') throw sessionRevoked();
    const { sealedSuccessor, expireTime } = rotated;
    const token = sealedSuccessor ? open(keyOfToken(refreshToken), sealedSuccessor, SUCCESSOR) : next.token;
    return this.signedIn(rotated, token, expireTime);
  }

  /** The end is recorded in the same transaction. */
  async signOut(refreshToken: string): Promise<undefined> {
    await this.options.sessions.revokeByToken(hashOpaqueToken(refreshToken), this.now());
  }

  override async sessions(userId: string): Promise<SessionSummary[]> {
    return this.options.sessions.list(userId, this.now());
  }

  override async endSession(userId: string, sessionId: string): Promise<void> {
    await this.options.sessions.end(userId, sessionId, this.now());
  }

  override async endOtherSessions(userId: string, keepSessionId: string): Promise<void> {
    await this.options.sessions.endOthers(userId, keepSessionId, this.now());
  }

  async requestPasswordReset(email: string): Promise<void> {
    await this.options.credentials.requestReset(email, this.in(RESET_LIFETIME_SECONDS), this.now());
  }

  async resetPassword(resetToken: string, newPassword: string): Promise<string> {
    const passwordHash = await this.hash(newPassword);
    const userId = await this.options.credentials.reset(hashOpaqueToken(resetToken), passwordHash, this.now());
    if (!userId) throw resetTokenInvalid();
    return userId;
  }

  override async requestEmailConfirmation(userId: string): Promise<void> {
    await this.options.confirmations.request(userId, this.in(CONFIRMATION_LIFETIME_SECONDS), this.now());
  }

  override async confirmEmail(token: string): Promise<string> {
    const userId = await this.options.confirmations.find(hashOpaqueToken(token), this.now());
    if (!userId) throw confirmationTokenInvalid();
    return userId;
  }

  /** Nothing to do: the roles are read from the account when an access token is signed. */
  async setRoles(): Promise<void> {}

  /** Nothing to do: passwords and sessions are deleted with the account. */
  async remove(): Promise<void> {}

  async publicKeys(): Promise<JSONWebKeySet> {
    return this.options.tokens.jwks();
  }

  override async rotateKeys(): Promise<NewKey> {
    return this.options.keys.rotate();
  }

  onApplicationShutdown(): void {
    this.options.keys.stop();
  }

  private async signedIn(owner: SessionOwner, refreshToken: string, refreshExpireTime: Date): Promise<SignedIn> {
    const { userId, familyId, version } = owner;
    const { roles, isFactorNeeded } = this.options.secondFactors.grant(owner.roles, owner.hasSecondFactor);
    const access = await this.options.tokens.sign({ userId, roles, sessionId: familyId, accountVersion: version });
    const session: Session = {
      accessToken: access.token,
      expireTime: access.expiresAt,
      refreshToken,
      refreshExpireTime,
    };
    return { userId, session, isSecondFactorNeeded: isFactorNeeded, hasSecondFactor: owner.hasSecondFactor };
  }

  /** Throws unauthenticated WRONG_CREDENTIALS. */
  private async credentialOf(email: string, password: string): Promise<Credential> {
    const credential = await this.options.credentials.find(email);
    const right = await verifyPassword(credential?.passwordHash, password, this.options.argon2MemoryKib);
    if (!right || !credential) throw wrongCredentials();
    return credential;
  }

  private newRefreshToken(): RefreshToken {
    const token = newOpaqueToken();
    return { token, stored: { hash: hashOpaqueToken(token), expireTime: this.in(REFRESH_LIFETIME_SECONDS) } };
  }

  private hash(password: string): Promise<string> {
    return hashPassword(password, this.options.argon2MemoryKib);
  }

  private in(seconds: number): Date {
    return new Date(this.now().getTime() + seconds * 1000);
  }
}

/** The purpose of a sealed refresh token. */
const SUCCESSOR = 'refresh successor';

interface RefreshToken {
  readonly token: string;
  readonly stored: NewToken;
}
