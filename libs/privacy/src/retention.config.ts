// How long what is personal is kept, from the environment.
import { z } from 'zod';

/** A time to keep something, in the unit that its key ends with: `loadConfig({ INBOX_RETENTION_DAYS: kept.default(90) })`. */
export const kept = z.coerce.number().int().min(1).max(36_500);
