// Checks requests with a zod schema: returns a typed value or throws one readable INVALID_FIELD.
import { invalidArgument } from '@lastmile/errors';
import { z } from 'zod';

/**
 * The checked message. Throws invalid_argument INVALID_FIELD with `metadata.field` and a message such as
 * `destination.latitude: must be between -90 and 90`; only the first problem, and never the value.
 */
export function parse<S extends z.ZodType>(schema: S, message: unknown): z.output<S> {
  const result = schema.safeParse(message, { error: sentence });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') || 'request';
  throw invalidArgument(field, `${field}: ${issue?.message ?? 'is not valid'}`);
}

/** The expected value as a sentence; schemas with their own message keep it. */
function sentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? 'must be given' : `must be a ${issue.expected}`;
    case 'too_small':
      return `must ${bound(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${bound(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'unrecognized_keys':
      return undefined; // zod's own message
  }
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${comparison} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `have ${comparison} ${limit} items`;
  return `be ${comparison} ${limit}`;
}
