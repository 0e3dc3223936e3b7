// The environment of the location service as a typed object.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { kept } from '@lastmile/privacy';
import { z } from 'zod';
import type { ApproachRules } from './approaches/approach.core.js';

export class LocationConfig {
  readonly port: number;
  readonly drainSeconds: number;
  readonly rules: ApproachRules;
  /** While a driver is in range: the longest time between two matches, in seconds of the domain's clock. */
  readonly matchAgainSeconds: number;
  readonly positionRetentionHours: number;
  /** How many days finished duties are kept. */
  readonly dutyRetentionDays: number;

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50054),
        MATCH_LEAD_SECONDS: z.coerce.number().int().min(0).max(3600).default(300),
        MATCH_RADIUS_METERS: z.coerce.number().int().min(0).max(20_000).default(800),
        MATCH_AGAIN_SECONDS: z.coerce.number().int().min(1).max(3600).default(20),
        MATCH_MAX_FIX_AGE_SECONDS: z.coerce.number().int().min(10).max(3600).default(120),
        POSITION_RETENTION_HOURS: kept.default(24),
        WATCH_RETENTION_DAYS: kept.default(30),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.rules = {
      leadSeconds: config.MATCH_LEAD_SECONDS,
      radiusMeters: config.MATCH_RADIUS_METERS,
      maxFixAgeSeconds: config.MATCH_MAX_FIX_AGE_SECONDS,
    };
    this.matchAgainSeconds = config.MATCH_AGAIN_SECONDS;
    this.positionRetentionHours = config.POSITION_RETENTION_HOURS;
    this.dutyRetentionDays = config.WATCH_RETENTION_DAYS;
  }
}
