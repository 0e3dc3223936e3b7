// The errors of both identity providers, defined once, so that no response shows which provider is used.
import { DomainError, failedPrecondition, unauthenticated } from '@lastmile/errors';

export const emailTaken = () =>
  new DomainError('already_exists', 'EMAIL_TAKEN', 'this address belongs to another account');
export const wrongCredentials = () => unauthenticated('WRONG_CREDENTIALS', 'unknown address or wrong password');
export const secondFactorRequired = () =>
  unauthenticated('SECOND_FACTOR_REQUIRED', 'this account has a second factor: send a code of it as well');
export const secondFactorWrong = () =>
  unauthenticated('SECOND_FACTOR_WRONG', 'this code is wrong, too old, or was used before');
export const secondFactorOn = () =>
  failedPrecondition('SECOND_FACTOR_ON', 'this account has a second factor already, turn it off first');
export const secondFactorOff = () => failedPrecondition('SECOND_FACTOR_OFF', 'this account has no second factor');
export const secondFactorNotBegun = () =>
  failedPrecondition('SECOND_FACTOR_NOT_BEGUN', 'there is no secret to prove, or it is too old: begin anew');
export const ownSecondFactor = () =>
  failedPrecondition('OWN_SECOND_FACTOR', 'your own second factor is turned off with your password and a code');
export const sessionExpired = () => unauthenticated('SESSION_EXPIRED', 'the session has expired, sign in again');
export const resetTokenInvalid = () =>
  failedPrecondition('RESET_TOKEN_INVALID', 'this link was used before or is too old, ask for a new one');
export const confirmationTokenInvalid = () =>
  failedPrecondition('CONFIRMATION_TOKEN_INVALID', 'this link is too old or not ours, ask for a new one');
export const providerUnavailable = (cause: unknown) =>
  new DomainError('unavailable', 'IDENTITY_PROVIDER_UNAVAILABLE', 'sign-in is not available right now', {}, { cause });
export const notOffered = (message = 'the identity provider of this installation does this itself') =>
  failedPrecondition('NOT_OFFERED_BY_PROVIDER', message);
