// Converts errors of queries: retry, the database is unavailable, or a bug that is passed on unchanged.
import { aborted, DomainError, isDomainError } from '@lastmile/errors';

const RETRYABLE = new Set(['40001', '40P01']); // serialization_failure, deadlock_detected
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
  '57P01', // shut down by an administrator
  '57P02', // crashed
  '57P03', // starting up
  '53300', // too many connections
  '57014', // cancelled by statement_timeout
  '25P03', // idle in a transaction for too long
]);
/** disk_full, out_of_memory, and a temporary file limit: an operator has to free space, then a retry succeeds. */
const FULL = new Set(['53100', '53200', '53400', 'ENOSPC']);
const AWAY_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect|Client has encountered|Cannot use a pool)/;

/** True for a transaction that conflicted with another one and may run again. */
export const isRetryable = (error: unknown): boolean => RETRYABLE.has(codeOf(error));

/** True when there was no connection, or it broke. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return AWAY.has(code) || code.startsWith('08') || (error instanceof Error && AWAY_MESSAGE.test(error.message));
}

/** The SQLSTATE or system error code, or an empty string. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/**
 * Unique and check violations stay `pg` errors, so that a repository can handle them. After a lost connection the
 * transaction may be committed, so only a retry with the same request id is safe; `unavailable` tells callers to do
 * that.
 */
export function toDomainError(error: unknown): unknown {
  if (isDomainError(error)) return error;
  if (isRetryable(error)) return aborted('TRANSACTION_CONFLICT', 'lost a race with another command, try again');
  if (FULL.has(codeOf(error))) {
    const message = 'the database has no room left, try again';
    return new DomainError('unavailable', 'DATABASE_FULL', message, {}, { cause: error });
  }
  if (!isUnavailable(error)) return error;
  return new DomainError(
    'unavailable',
    'DATABASE_UNAVAILABLE',
    'the database does not answer, try again',
    {},
    {
      cause: error,
    },
  );
}

/** True when `error` is a violation of the named unique, check, foreign-key or exclusion constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return codeOf(error).startsWith('23') && (error as { constraint?: string }).constraint === constraint;
}
