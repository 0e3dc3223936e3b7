// Entries of the inbox, as they are in responses.
import { z } from 'zod';
import { maybeTime, time } from './fields.schema.js';

export const notification = z
  .object({
    sequence: z.int().describe('1, 2, 3 … without gaps.'),
    kind: z.string().describe('For example trip.scheduled; programs switch on it.'),
    title: z.string(),
    body: z.string(),
    data: z.record(z.string(), z.string()),
    createTime: time,
    readTime: maybeTime,
  })
  .meta({ id: 'Notification' });
/** Numbers start at 1; 0 requests everything. */
export const sequence = z
  .int()
  .min(0)
  .max(Number.MAX_SAFE_INTEGER - 1);
