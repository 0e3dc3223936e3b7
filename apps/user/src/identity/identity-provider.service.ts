// The identity provider, which authenticates people: our own database or a hosted service. We always store names,
// languages and roles; passwords, sessions and signing keys are stored by the provider.
import type { JSONWebKeySet } from 'jose';
import type { LocalSecondFactors, ShownCode } from '../second-factor/local-second-factors.service.js';
import type { UserRole } from '../user.types.js';
import { notOffered } from './identity.error.js';
import type { EndedSession, Enrollment, NewAccount, SessionSummary, SignedIn, SignInClient } from './identity.types.js';

/**
 * Every method may throw unavailable IDENTITY_PROVIDER_UNAVAILABLE or DATABASE_UNAVAILABLE. Methods that are not
 * abstract are optional: without support they throw failed_precondition NOT_OFFERED_BY_PROVIDER.
 */
export abstract class IdentityProvider {
  /**
   * Prepares an account. If the response was lost, a repeat with the same password finds the same account or prepares a
   * new one that nobody has seen. Throws already_exists EMAIL_TAKEN when the provider knows the address with another
   * password, even if that address is not confirmed; invalid_argument when it refuses address or password;
   * failed_precondition EMAIL_NOT_CONFIRMED like `signIn`.
   */
  abstract enroll(account: NewAccount, client?: SignInClient): Promise<Enrollment>;

  /**
   * Opens a session. Throws unauthenticated WRONG_CREDENTIALS both for an unknown address and for a wrong password;
   * failed_precondition EMAIL_NOT_CONFIRMED when the provider requires a confirmed address. With the right password,
   * providers with second factors also throw what `LocalSecondFactors.withCode` and `useCode` throw.
   */
  abstract signIn(email: string, password: string, client?: SignInClient, shown?: ShownCode): Promise<SignedIn>;

  /** Checks a password without opening a session. Throws like `signIn`, but needs no code. */
  abstract provePassword(email: string, password: string, client?: SignInClient): Promise<void>;

  /** The second factors of accounts; undefined when they are not ours to check. */
  findSecondFactors(): LocalSecondFactors | undefined {
    return undefined;
  }

  /** The second factors of accounts. */
  secondFactors(): LocalSecondFactors {
    const factors = this.findSecondFactors();
    if (!factors) throw notOffered();
    return factors;
  }

  /**
   * Exchanges a refresh token for the next one. A token that was exchanged within the last seconds gives the same
   * result again. Throws unauthenticated SESSION_EXPIRED for a token that the provider does not know, SESSION_REVOKED
   * for one that was reused too late. The provider may have forgotten an ended session.
   */
  abstract refresh(refreshToken: string, client?: SignInClient): Promise<SignedIn>;

  /**
   * Ends the session of a refresh token, current or used. Does nothing if the session is over or unknown. Returns the
   * session, so that UserService records its end, unless the provider has already recorded it.
   */
  abstract signOut(refreshToken: string, client?: SignInClient): Promise<EndedSession | undefined>;

  /** The account's active sessions, most recently used first. */
  async sessions(_userId: string): Promise<SessionSummary[]> {
    throw notOffered();
  }

  /** Throws not_found SESSION_NOT_FOUND unless it is a session of that account. */
  async endSession(_userId: string, _sessionId: string): Promise<void> {
    throw notOffered();
  }

  /** Ends all sessions of the account except one. */
  async endOtherSessions(_userId: string, _keepSessionId: string): Promise<void> {
    throw notOffered();
  }

  /** Mails a single-use reset token. Does nothing for an unknown address, or if a mail was sent a moment ago. */
  abstract requestPasswordReset(email: string, client?: SignInClient): Promise<void>;

  /**
   * Sets the password, ends all sessions and returns the account's id. Throws failed_precondition RESET_TOKEN_INVALID;
   * invalid_argument when the provider refuses the password, after which the token is still valid.
   */
  abstract resetPassword(resetToken: string, newPassword: string, client?: SignInClient): Promise<string>;

  /** Mails a request to confirm the account's address. Does nothing if it is confirmed. */
  async requestEmailConfirmation(_userId: string): Promise<void> {
    throw notOffered();
  }

  /** Returns the account whose address the token confirms. Throws failed_precondition CONFIRMATION_TOKEN_INVALID. */
  async confirmEmail(_token: string): Promise<string> {
    throw notOffered();
  }

  /** Sets the roles in future access tokens. */
  abstract setRoles(userId: string, roles: readonly UserRole[]): Promise<void>;

  /** Deletes the provider's data of an account that is erased here. Does nothing if it has none. */
  abstract remove(userId: string): Promise<void>;

  /** The keys that verify access tokens. */
  abstract publicKeys(): Promise<JSONWebKeySet>;

  /** Creates a new key that starts to sign later, unless one is already waiting; existing sessions stay valid. */
  async rotateKeys(): Promise<{ readonly kid: string; readonly signTime: Date }> {
    throw notOffered();
  }
}
