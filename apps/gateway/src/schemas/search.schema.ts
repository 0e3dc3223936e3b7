// Filters of lists of rides and trips, and commands without a body.
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import { instant, text } from './fields.schema.js';

export const reason = text(0, 200).default('');
export const nothing = z.strictObject({});
export const search = {
  stationId: z.literal('').or(stationId).default(''),
  from: instant.optional().describe('Made then or later.'),
  to: instant.optional().describe('Made before.'),
};
