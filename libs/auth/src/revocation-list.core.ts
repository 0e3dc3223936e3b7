// Revocations in memory, looked up by session and by account. Invariants: a revocation stays until its tokens have
// expired; adding it twice changes nothing.
import { unauthenticated, type DomainError } from '@lastmile/errors';

/** The claims of an access token that matter here. */
export interface RevocableToken {
  readonly userId: string;
  readonly sessionId?: string;
  readonly accountVersion?: number;
  readonly issuedAt?: Date;
}

export interface Revocation {
  /** Undefined or empty for all tokens of the account that were signed before. */
  readonly sessionId?: string;
  readonly userId: string;
  readonly belowVersion: number;
  readonly revokeTime?: Date;
  readonly expireTime?: Date;
}

interface AccountRevocation {
  readonly belowVersion: number;
  /** Milliseconds since 1970. */
  readonly revokedAt: number;
  readonly expiresAt: number;
}

/** The error for a revoked token. */
export const sessionRevoked = (): DomainError =>
  unauthenticated('SESSION_REVOKED', 'the session was ended, sign in again');

export class RevocationList {
  /** By session: when its last access token has expired. */
  private readonly sessions = new Map<string, number>();
  private readonly accounts = new Map<string, AccountRevocation>();

  /** Deletes expired revocations. Returns whether any of the given ones is new. */
  add(revocations: readonly Revocation[], now: number): boolean {
    for (const [sessionId, expiresAt] of this.sessions) if (expiresAt <= now) this.sessions.delete(sessionId);
    for (const [userId, { expiresAt }] of this.accounts) if (expiresAt <= now) this.accounts.delete(userId);
    let isNew = false;
    for (const each of revocations) isNew = this.addOne(each) || isNew;
    return isNew;
  }

  has({ userId, sessionId, accountVersion, issuedAt }: RevocableToken, now: number): boolean {
    if (sessionId !== undefined && (this.sessions.get(sessionId) ?? 0) > now) return true;
    const account = this.accounts.get(userId);
    if (!account || account.expiresAt <= now) return false;
    if (accountVersion !== undefined) return accountVersion < account.belowVersion;
    return (issuedAt?.getTime() ?? 0) <= account.revokedAt;
  }

  private addOne({ sessionId, userId, belowVersion, revokeTime, expireTime }: Revocation): boolean {
    const expiresAt = expireTime?.getTime() ?? 0;
    const revokedAt = revokeTime?.getTime() ?? 0;
    if (sessionId) {
      const isNew = !this.sessions.has(sessionId);
      this.sessions.set(sessionId, expiresAt);
      return isNew;
    }
    const before = this.accounts.get(userId);
    if (before && before.belowVersion >= belowVersion && before.revokedAt >= revokedAt) return false;
    this.accounts.set(userId, {
      belowVersion: Math.max(belowVersion, before?.belowVersion ?? 0),
      revokedAt: Math.max(revokedAt, before?.revokedAt ?? 0),
      expiresAt: Math.max(expiresAt, before?.expiresAt ?? 0),
    });
    return true;
  }
}
