// Decides what happens with a presented refresh token.

/** How long a used token still works, for responses that were lost and for two tabs that refresh at once. */
export const GRACE_SECONDS = 10;

export interface RefreshToken {
  readonly expireTime: Date;
  /** When it was exchanged; null if it was not. */
  readonly useTime: Date | null;
  /** When its family was ended; null while it is active. */
  readonly revokeTime: Date | null;
}

/**
 * `repeat`: exchanged a moment ago, so the same successor is returned again and the family never forks. `reused`:
 * exchanged too long ago for a retry, so two parties have the token and the family must end.
 */
export type RefreshDecision = 'rotate' | 'repeat' | 'reused' | 'expired' | 'revoked';

export function decideRefresh(token: RefreshToken, now: Date): RefreshDecision {
  if (token.revokeTime) return 'revoked';
  if (token.expireTime <= now) return 'expired';
  if (!token.useTime) return 'rotate';
  return now.getTime() - token.useTime.getTime() > GRACE_SECONDS * 1000 ? 'reused' : 'repeat';
}
