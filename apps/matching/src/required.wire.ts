// What proto3 calls optional and our contracts do not.
import { DomainError } from '@lastmile/errors';

/** The field, or `internal`: a service of ours has answered without what its contract promises. */
export function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new DomainError('internal', 'BAD_ANSWER', `an answer without ${field}`);
  return value;
}
