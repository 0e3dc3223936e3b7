// Verifies service tokens and returns the names of the services that signed them.
import { DomainError, isDomainError, unauthenticated } from '@lastmile/errors';
import { decodeJwt, errors, jwtVerify } from 'jose';
import type { KeySource } from './key-source.js';
import { SERVICE_TOKEN_SECONDS, SERVICE_TOKEN_TYPE } from './service-tokens.js';

export interface ServiceVerifierOptions {
  /** The called service: tokens for another one are refused. */
  readonly audience: string;
  /** The public keys of a service. */
  readonly keysOf: (service: string) => KeySource;
  /** All services that may call; keys of others are never looked up. */
  readonly callers: ReadonlySet<string>;
  /** Allowed clock difference in seconds. Default 5. */
  readonly clockToleranceSeconds?: number;
  readonly now?: () => Date;
}

/** The signer of a token, and when the token expires. */
export interface ServiceIdentity {
  readonly service: string;
  readonly expiresAt: Date;
}

export type ServiceVerifier = (token: string) => Promise<ServiceIdentity>;

/**
 * Throws unauthenticated SERVICE_TOKEN_INVALID or SERVICE_TOKEN_EXPIRED; permission_denied CALLER_NOT_DECLARED;
 * unavailable SERVICE_KEYS_UNAVAILABLE when the keys cannot be read.
 */
export function serviceVerifier(options: ServiceVerifierOptions): ServiceVerifier {
  const { audience, keysOf, callers, clockToleranceSeconds: clockTolerance = 5 } = options;
  return async (token) => {
    try {
      const { iss = '' } = decodeJwt(token); // not trusted until a key of this service has verified the token
      if (!callers.has(iss)) throw notDeclared();
      const { payload } = await jwtVerify(token, keysOf(iss), {
        issuer: iss,
        subject: iss,
        audience,
        algorithms: ['ES256'],
        typ: SERVICE_TOKEN_TYPE,
        requiredClaims: ['exp'],
        // Independent of `exp`, so that a stolen key cannot make tokens that stay valid after it was withdrawn.
        maxTokenAge: SERVICE_TOKEN_SECONDS,
        clockTolerance,
        ...(options.now ? { currentDate: options.now() } : {}),
      });
      const end = Math.min(payload.exp!, payload.iat! + SERVICE_TOKEN_SECONDS);
      return { service: iss, expiresAt: new Date(end * 1000) };
    } catch (error) {
      throw refusal(error);
    }
  };
}

const notDeclared = (): DomainError =>
  new DomainError('permission_denied', 'CALLER_NOT_DECLARED', 'this service accepts no calls from there');

function refusal(cause: unknown): unknown {
  if (isDomainError(cause)) return cause;
  if (cause instanceof errors.JWTExpired) {
    return unauthenticated('SERVICE_TOKEN_EXPIRED', 'the service token has expired', { cause });
  }
  if (cause instanceof errors.JOSEError) {
    return unauthenticated('SERVICE_TOKEN_INVALID', 'the service token is not valid', { cause });
  }
  return new DomainError(
    'unavailable',
    'SERVICE_KEYS_UNAVAILABLE',
    'services cannot be told apart right now',
    {},
    { cause },
  );
}
