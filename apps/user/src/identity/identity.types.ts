// Accounts and sessions of identity providers.
import type { UserRole } from '../user.types.js';

export interface NewAccount {
  /** Lower-cased. */
  readonly email: string;
  readonly password: string;
}

/** An account that is ready to be stored together with the profile. */
export interface Enrollment {
  readonly userId: string;
  /** For our database, in the same transaction as the profile; undefined when the provider stores passwords itself. */
  readonly passwordHash?: string;
  /** False when we have to request the confirmation; undefined when that is the provider's decision. */
  readonly emailConfirmed?: boolean;
}

/** Times are real time. */
export interface Session {
  readonly accessToken: string;
  readonly expireTime: Date;
  readonly refreshToken: string;
  /** Undefined when the provider sets no limit. */
  readonly refreshExpireTime?: Date;
}

/** The client of a request, as the gateway saw it. Empty texts mean unknown. */
export interface SignInClient {
  readonly address: string;
  readonly userAgent: string;
}

export const UNKNOWN_CLIENT: SignInClient = { address: '', userAgent: '' };

/** An active session of an account, as shown to its owner. */
export interface SessionSummary {
  /** Access tokens contain it as `session_id`. */
  readonly sessionId: string;
  readonly createTime: Date;
  readonly lastUseTime: Date;
  readonly expireTime: Date;
  readonly address: string;
  readonly userAgent: string;
}

/** A session ended by a provider that stores sessions itself. We record it to revoke its access tokens. */
export interface EndedSession {
  readonly userId: string;
  readonly sessionId: string;
}

export interface SignedIn {
  readonly userId: string;
  readonly session: Session;
  /** The roles in the access token, sorted, if the provider stores roles itself: they may differ from ours. */
  readonly roles?: readonly UserRole[];
  /** The access token lacks the operator role until the account has a second factor. */
  readonly isSecondFactorNeeded?: boolean;
  /** Whether the account had a second factor when the session was opened; undefined if the provider does not use ours. */
  readonly hasSecondFactor?: boolean;
}
