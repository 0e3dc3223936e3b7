// Who proves that a person is who they say: our own database or a hosted provider. Names, languages and roles are ours in
// both cases; passwords, sessions and signing keys are the provider's.
import type { JSONWebKeySet } from 'jose';
import type { LocalSecondFactors, ShownCode } from '../second-factor/local-second-factors.service.js';
import type { UserRole } from '../user.types.js';
import { notOffered } from './identity.error.js';
import type { EndedSession, Enrollment, NewAccount, SessionSummary, SignedIn, SignInClient } from './identity.types.js';

/**
 * Every method may throw unavailable IDENTITY_PROVIDER_UNAVAILABLE or DATABASE_UNAVAILABLE. What is not abstract is not
 * offered by every provider, and throws failed_precondition NOT_OFFERED_BY_PROVIDER where it is not.
 */
export abstract class IdentityProvider {
  /**
   * Prepares an account. Repeating it after a lost answer, with the same password, finds the same account or prepares a
   * new one that nobody has seen. Throws already_exists EMAIL_TAKEN when the provider knows the address with another
   * password, also when nobody has confirmed that one; invalid_argument when it refuses address or password,
   * failed_precondition EMAIL_NOT_CONFIRMED as `signIn`.
   */
  abstract enroll(account: NewAccount, client?: SignInClient): Promise<Enrollment>;

  /**
   * Opens a session. Throws unauthenticated WRONG_CREDENTIALS for unknown address and wrong password alike,
   * failed_precondition EMAIL_NOT_CONFIRMED when the provider waits for the person's confirmation; with the right password
   * what `LocalSecondFactors.withCode` and `useCode` throw of a provider that offers them.
   */
  abstract signIn(email: string, password: string, client?: SignInClient, shown?: ShownCode): Promise<SignedIn>;

  /** Opens no session. Throws as `signIn`, but asks for no code. */
  abstract provePassword(email: string, password: string, client?: SignInClient): Promise<void>;

  /** What an account has beside its password. */
  secondFactors(): LocalSecondFactors {
    throw notOffered();
  }

  /**
   * The successor of a session. A token that was exchanged within the last seconds gives the same successor again.
   * Throws unauthenticated SESSION_EXPIRED for a token that the provider does not know, SESSION_REVOKED for one that came
   * too late. Of a session that was ended it may know nothing any more.
   */
  abstract refresh(refreshToken: string, client?: SignInClient): Promise<SignedIn>;

  /**
   * Ends the session of a refresh token, old or new. Nothing happens to a session that is over or unknown.
   * Returns the session for UserService to record its end, unless the provider recorded it together with ending it.
   */
  abstract signOut(refreshToken: string, client?: SignInClient): Promise<EndedSession | undefined>;

  /** The account's living sessions, the newest used first. */
  async sessions(_userId: string): Promise<SessionSummary[]> {
    throw notOffered();
  }

  /** Throws not_found SESSION_NOT_FOUND for what is no session of that account. */
  async endSession(_userId: string, _sessionId: string): Promise<void> {
    throw notOffered();
  }

  /** Ends all sessions of the account but one. */
  async endOtherSessions(_userId: string, _keepSessionId: string): Promise<void> {
    throw notOffered();
  }

  /** Has a single-use reset token mailed; nothing happens for an unknown address, or one that was mailed a moment ago. */
  abstract requestPasswordReset(email: string, client?: SignInClient): Promise<void>;

  /**
   * Sets the password, ends all sessions and returns whose account it is.
   * Throws failed_precondition RESET_TOKEN_INVALID; invalid_argument when the provider refuses the password, and the token
   * stays good.
   */
  abstract resetPassword(resetToken: string, newPassword: string, client?: SignInClient): Promise<string>;

  /** Has a mail sent that asks to confirm the account's address; nothing happens when it is confirmed. */
  async requestEmailConfirmation(_userId: string): Promise<void> {
    throw notOffered();
  }

  /** Whose address the mailed token confirms. Throws failed_precondition CONFIRMATION_TOKEN_INVALID. */
  async confirmEmail(_token: string): Promise<string> {
    throw notOffered();
  }

  /** Makes the next access tokens carry these roles. */
  abstract setRoles(userId: string, roles: readonly UserRole[]): Promise<void>;

  /** Deletes what the provider keeps of an account that is erased here; nothing happens when it has none. */
  abstract remove(userId: string): Promise<void>;

  /** The keys that verify access tokens. */
  abstract publicKeys(): Promise<JSONWebKeySet>;

  /** Has a new key made that signs from a moment on, unless one waits already; nobody is signed out. */
  async rotateKeys(): Promise<{ readonly kid: string; readonly signTime: Date }> {
    throw notOffered();
  }
}
