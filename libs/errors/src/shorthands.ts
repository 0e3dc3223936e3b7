// The refusals that every service needs, spelt once so that their reasons are the same everywhere.
import { DomainError } from './domain-error.js';

/** Bad input in one field. `field` is the path the caller wrote, such as `destination.latitude`. */
export const invalidArgument = (field: string, message: string): DomainError =>
  new DomainError('invalid_argument', 'INVALID_FIELD', message, { field });

/** Absent, or not the caller's to see. `notFound('ride request', id)` has the reason RIDE_REQUEST_NOT_FOUND. */
export const notFound = (what: string, id: string): DomainError =>
  new DomainError('not_found', `${what.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_NOT_FOUND`, `${what} not found`, {
    id,
  });

/** Who is calling is known, and may not do this. */
export const permissionDenied = (message: string): DomainError =>
  new DomainError('permission_denied', 'PERMISSION_DENIED', message);

/** Who is calling is not known. `reason` says why, such as TOKEN_EXPIRED. */
export const unauthenticated = (reason: string, message: string, options?: { cause?: unknown }): DomainError =>
  new DomainError('unauthenticated', reason, message, {}, options);

/** Illegal in the present state: repeating the command will be refused again. */
export const failedPrecondition = (reason: string, message: string, metadata?: Record<string, string>): DomainError =>
  new DomainError('failed_precondition', reason, message, metadata);

/** Lost a race: the whole command may be tried again. */
export const aborted = (reason: string, message: string, metadata?: Record<string, string>): DomainError =>
  new DomainError('aborted', reason, message, metadata);
