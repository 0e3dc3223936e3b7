// Verifies access tokens of any issuer, our user service or Supabase, and returns the caller.
import { DomainError, unauthenticated } from '@lastmile/errors';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { personRoles, type Caller } from './caller.js';
import type { KeySource } from './key-source.js';

export interface VerifierOptions {
  readonly keys: KeySource;
  readonly issuer: string;
  readonly audience: string;
  /** Default ES256, which we use. Symmetric algorithms must never be allowed here. */
  readonly algorithms?: readonly ('ES256' | 'RS256')[];
  /** Allowed clock difference in seconds. Default 5. */
  readonly clockToleranceSeconds?: number;
  readonly now?: () => Date;
}

/** A caller, from the claims of a token. */
export interface Identity extends Caller {
  readonly expiresAt: Date;
  /** Undefined when the token has no such claim. */
  readonly issuedAt?: Date;
  readonly sessionId?: string;
  /** Version of the account when the token was signed; only our tokens have it. */
  readonly accountVersion?: number;
}

export type Verifier = (token: string | undefined) => Promise<Identity>;

/**
 * Throws unauthenticated with TOKEN_MISSING, TOKEN_EXPIRED or TOKEN_INVALID, and unavailable KEYS_UNAVAILABLE when the
 * keys cannot be loaded: the token may be valid, so clients must not sign out because of that.
 */
export function verifier(options: VerifierOptions): Verifier {
  return async (token) => {
    if (!token) throw unauthenticated('TOKEN_MISSING', 'sign in first');
    try {
      const { payload } = await jwtVerify(token, options.keys, {
        issuer: options.issuer,
        audience: options.audience,
        algorithms: [...(options.algorithms ?? ['ES256'])],
        clockTolerance: options.clockToleranceSeconds ?? 5,
        requiredClaims: ['sub', 'exp'],
        ...(options.now ? { currentDate: options.now() } : {}),
      });
      return { ...identityOf(payload), accessToken: token };
    } catch (error) {
      throw refusal(error);
    }
  };
}

/** `Bearer <token>` of an Authorization header, or undefined. */
export const bearerToken = (header: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/-]+=*) *$/i.exec(header ?? '')?.[1];

/** Our tokens have `roles`; Supabase's have them in `app_metadata`, which users cannot change. */
function identityOf(payload: JWTPayload): Identity {
  const metadata = payload.app_metadata as { roles?: unknown } | undefined;
  const { session_id: sessionId, account_version: accountVersion, iat } = payload;
  return {
    userId: payload.sub!,
    roles: personRoles(payload.roles ?? metadata?.roles),
    expiresAt: new Date(payload.exp! * 1000),
    ...(iat === undefined ? {} : { issuedAt: new Date(iat * 1000) }),
    ...(typeof sessionId === 'string' ? { sessionId } : {}),
    ...(typeof accountVersion === 'number' ? { accountVersion } : {}),
  };
}

const ABOUT_THE_TOKEN = [
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

function refusal(cause: unknown): DomainError {
  if (cause instanceof errors.JWTExpired) {
    return unauthenticated('TOKEN_EXPIRED', 'the access token has expired', { cause });
  }
  if (ABOUT_THE_TOKEN.some((type) => cause instanceof type)) {
    return unauthenticated('TOKEN_INVALID', 'the access token is not valid', { cause });
  }
  return new DomainError('unavailable', 'KEYS_UNAVAILABLE', 'sign-in cannot be checked right now', {}, { cause });
}
