// The environment of the matching service as a typed object.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { z } from 'zod';
import type { OsrmOptions } from './travel/osrm-travel-time.js';

export class MatchingConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** The longest time that a car may wait at a station, in seconds. */
  readonly maxHoldSeconds: number;
  /** The routing server; if undefined, driving times are estimated. */
  readonly osrm: OsrmOptions | undefined;

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50053),
        MATCH_MAX_HOLD_SECONDS: z.coerce.number().int().min(0).max(1800).default(180),
        /** An OSRM server, or one with the same table API, such as `http://osrm:5000`. */
        OSRM_URL: z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' }).optional(),
        /** The longest time that a plan waits for driving times; after that it uses estimates. */
        OSRM_TIMEOUT_MS: z.coerce.number().int().min(1).max(10_000).default(300),
        /** Maximum places in one request: the server's own `--max-table-size`. */
        OSRM_MAX_TABLE_SIZE: z.coerce.number().int().min(2).max(10_000).default(100),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.maxHoldSeconds = config.MATCH_MAX_HOLD_SECONDS;
    const { OSRM_URL: url, OSRM_TIMEOUT_MS: timeoutMs, OSRM_MAX_TABLE_SIZE: mostPlaces } = config;
    this.osrm = url === undefined ? undefined : { url, timeoutMs, mostPlaces };
  }
}
