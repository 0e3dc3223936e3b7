// Supabase's error codes in our reasons. Codes: https://supabase.com/docs/guides/auth/debugging/error-codes
import { DomainError, failedPrecondition, invalidArgument } from '@lastmile/errors';
import type { AuthError } from '@supabase/supabase-js';
import {
  emailTaken,
  providerUnavailable,
  resetTokenInvalid,
  sessionExpired,
  sessionRevoked,
  wrongCredentials,
} from './identity.errors.js';

/** How long to wait after a 429, whose answer does not say; Supabase counts in buckets that refill within this time. */
const RATE_LIMIT_SECONDS = 60;

/** `passwordField` is the request field to name when Supabase refuses the password itself. */
export function toRefusal(error: AuthError, passwordField = 'password'): DomainError {
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
      return invalidArgument('email', 'email: this address is not accepted');
    case 'weak_password':
      return invalidArgument(passwordField, `${passwordField}: ${error.message}`);
    case 'otp_expired': // said of unknown and used ones, too
      return resetTokenInvalid();
    case 'refresh_token_not_found':
    case 'session_expired':
      return sessionExpired();
    case 'refresh_token_already_used':
    case 'session_not_found':
    case 'user_banned':
      return sessionRevoked();
    default:
      return error.name === 'AuthSessionMissingError' ? sessionRevoked() : providerUnavailable(error);
  }
}

const tooManyAttempts = (cause: AuthError): DomainError =>
  new DomainError(
    'resource_exhausted',
    'TOO_MANY_ATTEMPTS',
    'too many attempts, try later',
    { retry_after_seconds: String(RATE_LIMIT_SECONDS) },
    { cause },
  );
