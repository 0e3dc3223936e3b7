// The environment of the matching service as a typed object.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { z } from 'zod';
import type { OsrmOptions } from './travel/osrm-travel-time.js';

export class MatchingConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** How long a car may stand at a station, in seconds. */
  readonly maxHoldSeconds: number;
  /** The routing server; undefined: driving times are estimated. */
  readonly osrm: OsrmOptions | undefined;

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50053),
        MATCH_MAX_HOLD_SECONDS: z.coerce.number().int().min(0).max(1800).default(180),
        /** An OSRM server, or one that speaks its table service, such as `http://osrm:5000`. */
        OSRM_URL: z.url({ protocol: /^https?$/, error: 'expected an http(s) URL' }).optional(),
        /** A plan waits no longer for driving times; then it is made with estimates. */
        OSRM_TIMEOUT_MS: z.coerce.number().int().min(1).max(10_000).default(300),
        /** Most places of one request: the server's own `--max-table-size`. */
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
