// Message fields that are optional in proto3 but required by our contracts.
import { DomainError } from '@lastmile/errors';

/** Returns the field. Throws internal BAD_ANSWER when one of our services has left it out. */
export function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new DomainError('internal', 'BAD_ANSWER', `an answer without ${field}`);
  return value;
}
