// Who proves that a person is who they say: our own database or a hosted provider. Names, languages and roles are ours in
// both cases; passwords, sessions and signing keys are the provider's.
import type { JSONWebKeySet } from 'jose';
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
}

/** Times are wall time. */
export interface Session {
  readonly accessToken: string;
  readonly expireTime: Date;
  readonly refreshToken: string;
  /** Absent when the provider sets no limit. */
  readonly refreshExpireTime?: Date;
}

export interface SignedIn {
  readonly userId: string;
  readonly session: Session;
}

/** Every method may throw unavailable IDENTITY_PROVIDER_UNAVAILABLE or DATABASE_UNAVAILABLE. */
export abstract class IdentityProvider {
  /**
   * Prepares an account. Repeating it after a lost answer, with the same password, finds the same account or prepares a
   * new one that nobody has seen. Throws already_exists EMAIL_TAKEN when the provider knows the address with another
   * password, invalid_argument when it refuses address or password.
   */
  abstract enroll(account: NewAccount): Promise<Enrollment>;

  /**
   * Opens a session. Throws unauthenticated WRONG_CREDENTIALS for unknown address and wrong password alike,
   * failed_precondition EMAIL_NOT_CONFIRMED when the provider waits for the person's confirmation.
   */
  abstract signIn(email: string, password: string): Promise<SignedIn>;

  /** The successor of a session. Throws unauthenticated SESSION_EXPIRED or SESSION_REVOKED. */
  abstract refresh(refreshToken: string): Promise<SignedIn>;

  /** Ends the session of a refresh token, old or new. Nothing happens to a session that is over or unknown. */
  abstract signOut(refreshToken: string): Promise<void>;

  /** Has a single-use reset token mailed; nothing happens for an unknown address. */
  abstract requestPasswordReset(email: string): Promise<void>;

  /**
   * Sets the password, ends all sessions and returns whose account it is.
   * Throws failed_precondition RESET_TOKEN_INVALID; invalid_argument when the provider refuses the password.
   */
  abstract resetPassword(resetToken: string, newPassword: string): Promise<string>;

  /** Makes the next access tokens carry these roles. */
  abstract setRoles(userId: string, roles: readonly UserRole[]): Promise<void>;

  /** The keys that verify access tokens. */
  abstract publicKeys(): Promise<JSONWebKeySet>;
}
