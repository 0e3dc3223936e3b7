// Requests checked at the edge: a zod schema in, a typed value or one readable INVALID_FIELD out.
import { invalidArgument } from '@lastmile/errors';
import { z } from 'zod';

/**
 * The checked message. Throws invalid_argument INVALID_FIELD with `metadata.field` and a message such as
 * `destination.latitude: must be between -90 and 90`; the first problem only, the value never.
 */
export function parse<S extends z.ZodType>(schema: S, message: unknown): z.output<S> {
  const result = schema.safeParse(message, { error: sentence });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.map(String).join('.') || 'request';
  throw invalidArgument(field, `${field}: ${issue?.message ?? 'is not valid'}`);
}

/** What was wanted, in words; schemas with a message of their own keep it. */
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
      return undefined; // zod's own words
  }
}

function bound(origin: string, comparison: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${comparison} ${limit} characters`;
  if (origin === 'array' || origin === 'set') return `have ${comparison} ${limit} items`;
  return `be ${comparison} ${limit}`;
}
