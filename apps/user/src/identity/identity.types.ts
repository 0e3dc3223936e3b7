// Accounts and sessions as identity providers know them.
import type { UserRole } from '../user.types.js';

export interface NewAccount {
  /** Lower-cased. */
  readonly email: string;
  readonly password: string;
}

/** An account that is ready to be written beside the profile. */
export interface Enrollment {
  readonly userId: string;
  /** For our database, in the same transaction as the profile; absent when the provider keeps the password itself. */
  readonly passwordHash?: string;
  /** False when we have to ask for it; absent: the provider has seen to it, or decided not to. */
  readonly emailConfirmed?: boolean;
}

/** Times are wall time. */
export interface Session {
  readonly accessToken: string;
  readonly expireTime: Date;
  readonly refreshToken: string;
  /** Absent when the provider sets no limit. */
  readonly refreshExpireTime?: Date;
}

/** Who asks, as the gateway saw it. Empty texts are unknown. */
export interface SignInClient {
  readonly address: string;
  readonly userAgent: string;
}

export const UNKNOWN_CLIENT: SignInClient = { address: '', userAgent: '' };

/** A living session of an account, for its owner to see. */
export interface SessionSummary {
  /** Access tokens carry it as `session_id`. */
  readonly sessionId: string;
  readonly createTime: Date;
  readonly lastUseTime: Date;
  readonly expireTime: Date;
  readonly address: string;
  readonly userAgent: string;
}

/** A session that a provider ended which keeps sessions itself: our record of it stops its access tokens. */
export interface EndedSession {
  readonly userId: string;
  readonly sessionId: string;
}

export interface SignedIn {
  readonly userId: string;
  readonly session: Session;
  /** What the access token says, in order, where the provider keeps roles of its own: they may not be ours any more. */
  readonly roles?: readonly UserRole[];
  /** The access token is without the operator's role until the account has a second factor. */
  readonly isSecondFactorNeeded?: boolean;
  /** The account had one when the session was opened; absent where the provider offers none of ours. */
  readonly hasSecondFactor?: boolean;
}
