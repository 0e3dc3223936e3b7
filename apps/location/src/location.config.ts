// Environment of the location service.
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';
import type { ApproachRules } from './approach.core.js';

export class LocationConfig {
  readonly rules: ApproachRules;
  /** While a driver is in range: how often matching runs again at least, in the domain's seconds. */
  readonly matchAgainSeconds: number;

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
    const config = loadConfig(
      {
        MATCH_LEAD_SECONDS: z.coerce.number().int().min(0).max(3600).default(300),
        MATCH_RADIUS_METERS: z.coerce.number().int().min(0).max(20_000).default(800),
        MATCH_AGAIN_SECONDS: z.coerce.number().int().min(1).max(3600).default(20),
        MATCH_MAX_FIX_AGE_SECONDS: z.coerce.number().int().min(10).max(3600).default(120),
      },
      env,
    );
    this.rules = {
      leadSeconds: config.MATCH_LEAD_SECONDS,
      radiusMeters: config.MATCH_RADIUS_METERS,
      maxFixAgeSeconds: config.MATCH_MAX_FIX_AGE_SECONDS,
    };
    this.matchAgainSeconds = config.MATCH_AGAIN_SECONDS;
  }
}
