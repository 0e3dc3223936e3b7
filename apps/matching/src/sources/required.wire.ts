// Message fields are optional in proto3, and required by our contracts.
import { DomainError } from '@lastmile/errors';

/** The field. Throws internal BAD_ANSWER when a service of ours has answered without it. */
export function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new DomainError('internal', 'BAD_ANSWER', `an answer without ${field}`);
  return value;
}
