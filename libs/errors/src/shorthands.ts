// Errors that every service needs, defined once, so that their reasons are the same everywhere.
import { DomainError } from './domain-error.js';

/** Bad input in one field. `field` is its path in the request, such as `destination.latitude`. */
export const invalidArgument = (field: string, message: string): DomainError =>
  new DomainError('invalid_argument', 'INVALID_FIELD', message, { field });

/** Does not exist, or the caller may not see it. `notFound('ride request', id)` has the reason RIDE_REQUEST_NOT_FOUND. */
export const notFound = (what: string, id: string): DomainError =>
  new DomainError('not_found', `${what.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_NOT_FOUND`, `${what} not found`, {
    id,
  });

/** The caller is known, and may not do this. */
export const permissionDenied = (message: string): DomainError =>
  new DomainError('permission_denied', 'PERMISSION_DENIED', message);

/** The caller is not known. `reason` says why, such as TOKEN_EXPIRED. */
export const unauthenticated = (reason: string, message: string, options?: { cause?: unknown }): DomainError =>
  new DomainError('unauthenticated', reason, message, {}, options);

/** Illegal in the current state: a retry will be refused again. */
export const failedPrecondition = (reason: string, message: string, metadata?: Record<string, string>): DomainError =>
  new DomainError('failed_precondition', reason, message, metadata);

/** Lost a race: the whole command may be retried. */
export const aborted = (reason: string, message: string, metadata?: Record<string, string>): DomainError =>
  new DomainError('aborted', reason, message, metadata);
