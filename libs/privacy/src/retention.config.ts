// How long personal data is kept, from the environment.
import { z } from 'zod';

/**
 * A retention time, in the unit that ends the name of its key: `loadConfig({ INBOX_RETENTION_DAYS: kept.default(90)
 * })`.
 */
export const kept = z.coerce.number().int().min(1).max(36_500);
