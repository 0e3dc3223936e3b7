// Access tokens in, callers out, whoever issued them: our own user service or Supabase.
import { DomainError, unauthenticated } from '@lastmile/errors';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { personRoles, type Caller } from './caller.js';
import type { KeySource } from './key-source.js';

export interface VerifierOptions {
  readonly keys: KeySource;
  readonly issuer: string;
  readonly audience: string;
  /** Default ES256, ours. Symmetric algorithms are never right here. */
  readonly algorithms?: readonly ('ES256' | 'RS256')[];
  /** How far clocks may differ. Default 5. */
  readonly clockToleranceSeconds?: number;
  readonly now?: () => Date;
}

/** A caller as a token describes it. */
export interface Identity extends Caller {
  readonly expiresAt: Date;
  /** Absent when the token does not say. */
  readonly issuedAt?: Date;
  readonly sessionId?: string;
  /** Of the account when the token was signed; only ours say. */
  readonly accountVersion?: number;
}

export type Verifier = (token: string | undefined) => Promise<Identity>;

/**
 * Throws unauthenticated with TOKEN_MISSING, TOKEN_EXPIRED or TOKEN_INVALID, and unavailable KEYS_UNAVAILABLE when the
 * keys cannot be had: that says nothing about the token, so nobody should be signed out over it.
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

/** Ours carry `roles`; Supabase's carry them in `app_metadata`, which its users cannot change themselves. */
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
