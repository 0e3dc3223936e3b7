// Environment of the matching service.
import { loadConfig } from '@lastmile/config';
import { z } from 'zod';

export class MatchingConfig {
  /** How long a car may stand at a station, in seconds. */
  readonly maxHoldSeconds: number;

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
    const keys = { MATCH_MAX_HOLD_SECONDS: z.coerce.number().int().min(0).max(1800).default(180) };
    this.maxHoldSeconds = loadConfig(keys, env).MATCH_MAX_HOLD_SECONDS;
  }
}
