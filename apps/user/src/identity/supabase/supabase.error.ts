// Maps Supabase's error codes to our reasons. Codes: https://supabase.com/docs/guides/auth/debugging/error-codes, and
// internal/api/apierrors/errorcode.go of supabase/auth.
import { sessionRevoked } from '@lastmile/auth';
import { DomainError, failedPrecondition, invalidArgument, notFound } from '@lastmile/errors';
import type { AuthError } from '@supabase/supabase-js';
import {
  emailTaken,
  notOffered,
  providerUnavailable,
  resetTokenInvalid,
  sessionExpired,
  wrongCredentials,
} from '../identity.error.js';

/** The kind of request: some codes mean different things in each. */
export type Asked = 'sign-up' | 'sign-in' | 'refresh' | 'reset-mail' | 'reset' | 'account';

/** How long to wait after a 429, which does not contain a time; Supabase's buckets refill within this time. */
const RATE_LIMIT_SECONDS = 60;
/** Statuses about our keys, Supabase's own work or the network: the person's request is not the cause. */
const PASSING = new Set([401, 403, 408, 409, 424]);

export function toRefusal(error: AuthError, asked: Asked): DomainError {
  if (error.status === 429) return tooManyAttempts(error);
  switch (error.code) {
    case 'invalid_credentials':
      return wrongCredentials();
    case 'user_already_exists':
    case 'email_exists':
      return emailTaken();
    case 'email_not_confirmed':
      return failedPrecondition('EMAIL_NOT_CONFIRMED', 'confirm the address with the link in the mail, then sign in');
    case 'email_address_invalid':
    case 'email_address_not_authorized':
      return badAddress();
    case 'weak_password':
      return badPassword(error, asked);
    case 'validation_failed':
    case 'bad_json':
      return malformed(error, asked);
    case 'otp_expired': // also for unknown and used tokens
      return resetTokenInvalid();
    case 'refresh_token_not_found': // also for sessions that were signed out
    case 'session_expired':
      return sessionExpired();
    case 'refresh_token_already_used':
    case 'session_not_found':
      return sessionRevoked();
    case 'user_banned':
    case 'user_not_found':
      return gone(asked);
    case 'signup_disabled':
    case 'email_provider_disabled':
      return notOffered('this installation makes and opens no accounts by e-mail and password at the moment');
    default:
      return error.name === 'AuthSessionMissingError' ? sessionRevoked() : unknown(error);
  }
}

/** An unknown code. A retry would get the same answer, unless the failure is about the network. */
function unknown(error: AuthError): DomainError {
  const { status = 500, code = 'no code' } = error;
  if (status < 400 || status >= 500 || PASSING.has(status)) return providerUnavailable(error);
  return failedPrecondition('REFUSED_BY_PROVIDER', `the identity provider refuses this: ${code}`);
}

function malformed(error: AuthError, asked: Asked): DomainError {
  switch (asked) {
    case 'sign-in':
      return wrongCredentials();
    case 'refresh':
      return sessionExpired();
    case 'reset-mail':
      return badAddress();
    case 'sign-up':
    case 'reset':
      return badPassword(error, asked);
    case 'account':
      return unknown(error);
  }
}

/** An account that was banned or deleted at Supabase. At sign-in nobody may learn that it ever existed. */
function gone(asked: Asked): DomainError {
  if (asked === 'refresh') return sessionRevoked();
  if (asked === 'reset') return resetTokenInvalid();
  return asked === 'account' ? notFound('user', 'at the identity provider') : wrongCredentials();
}

function badPassword(error: AuthError, asked: Asked): DomainError {
  const field = asked === 'reset' ? 'new_password' : 'password';
  return invalidArgument(field, `${field}: ${error.message}`);
}

const badAddress = (): DomainError => invalidArgument('email', 'email: this address is not accepted');

const tooManyAttempts = (cause: AuthError): DomainError =>
  new DomainError(
    'resource_exhausted',
    'TOO_MANY_ATTEMPTS',
    'too many attempts, try later',
    { retry_after_seconds: String(RATE_LIMIT_SECONDS) },
    { cause },
  );
