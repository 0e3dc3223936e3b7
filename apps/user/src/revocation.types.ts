// Access tokens that are worth nothing although they have not expired.

export interface Revocation {
  /** Increases in the order of recording. */
  readonly revocationId: number;
  readonly userId: string;
  /** Absent when all sessions are meant. */
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

/** What an access token says of itself. */
export interface TokenClaims {
  readonly userId: string;
  /** Empty for a token without. */
  readonly sessionId: string;
  /** Absent in tokens that others sign. */
  readonly accountVersion?: number;
  readonly issueTime: Date;
}
