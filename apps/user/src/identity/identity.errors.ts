// The refusals of both identity providers, spelt once so that nobody can tell from an answer which provider gave it.
import { DomainError, failedPrecondition, unauthenticated } from '@lastmile/errors';

export const emailTaken = () =>
  new DomainError('already_exists', 'EMAIL_TAKEN', 'this address belongs to another account');
export const wrongCredentials = () => unauthenticated('WRONG_CREDENTIALS', 'unknown address or wrong password');
export const sessionExpired = () => unauthenticated('SESSION_EXPIRED', 'the session has expired, sign in again');
export const sessionRevoked = () => unauthenticated('SESSION_REVOKED', 'the session was ended, sign in again');
export const resetTokenInvalid = () =>
  failedPrecondition('RESET_TOKEN_INVALID', 'this link was used before or is too old, ask for a new one');
export const confirmationTokenInvalid = () =>
  failedPrecondition('CONFIRMATION_TOKEN_INVALID', 'this link is too old or not ours, ask for a new one');
export const providerUnavailable = (cause: unknown) =>
  new DomainError('unavailable', 'IDENTITY_PROVIDER_UNAVAILABLE', 'sign-in is not available right now', {}, { cause });
export const notOffered = (message = 'the identity provider of this installation does this itself') =>
  failedPrecondition('NOT_OFFERED_BY_PROVIDER', message);
