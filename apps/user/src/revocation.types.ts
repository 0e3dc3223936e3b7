// Access tokens that are revoked before they expire.

export interface Revocation {
  /** Increases in the order of recording. */
  readonly revocationId: number;
  readonly userId: string;
  /** Undefined for all sessions. */
  readonly sessionId?: string;
  readonly belowVersion: number;
  readonly revokeTime: Date;
  readonly expireTime: Date;
}

export interface RevocationsSince {
  readonly sinceTime?: Date;
  readonly after?: number;
  readonly limit?: number;
}

/** The claims of an access token. */
export interface TokenClaims {
  readonly userId: string;
  /** Empty when the token has none. */
  readonly sessionId: string;
  /** Undefined in tokens that others have signed. */
  readonly accountVersion?: number;
  readonly issueTime: Date;
}
