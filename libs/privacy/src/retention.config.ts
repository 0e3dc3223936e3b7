// How long what is personal is kept, from the environment.
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';

/** Keys that every service reads. */
export const retentionKeys = {
  /** Outcomes of requests, for answering a repeat alike. */
  REQUEST_RETENTION_DAYS: days(7),
  /** Jobs and events that were given up. */
  JOB_RETENTION_DAYS: days(14),
};

/** One key of a service's own. Throws ConfigError. */
export function retentionDays(key: string, defaultDays: number): number {
  return loadConfig({ [key]: days(defaultDays) })[key] as number;
}

function days(defaultDays: number) {
  return z.coerce.number().int().min(1).max(36_500).default(defaultDays);
}
