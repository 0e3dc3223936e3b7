// The environment of the trip service as a typed object. All values have defaults that suit a city.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { kept } from '@lastmile/privacy';
import { z } from 'zod';
import type { Tariff } from './trips/fare.core.js';

const seconds = (max: number) => z.coerce.number().int().min(1).max(max);
const minor = z.coerce.number().int().min(0).max(10_000_000);

export class TripConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** How long a driver may take to answer an offer. */
  readonly offerSeconds: number;
  /** How long a driver must wait for a rider after both should be at the pickup point. */
  readonly noShowWaitSeconds: number;
  /** Base price and price per kilometre, in the currency's minor unit. */
  readonly tariff: Tariff;
  /** How many days after the end of a trip its names and exact places are kept. */
  readonly placeRetentionDays: number;

  /** @throws ConfigError */
  constructor(env: Record<string, string | undefined> = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50057),
        OFFER_SECONDS: seconds(600).default(20),
        NO_SHOW_WAIT_SECONDS: seconds(3600).default(180),
        TARIFF_CURRENCY: z
          .string()
          .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code')
          .default('USD'),
        TARIFF_BASE_MINOR: minor.default(250),
        TARIFF_PER_KM_MINOR: minor.default(120),
        PLACE_RETENTION_DAYS: kept.default(90),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.offerSeconds = config.OFFER_SECONDS;
    this.noShowWaitSeconds = config.NO_SHOW_WAIT_SECONDS;
    this.tariff = {
      currency: config.TARIFF_CURRENCY,
      baseMinor: config.TARIFF_BASE_MINOR,
      perKmMinor: config.TARIFF_PER_KM_MINOR,
    };
    this.placeRetentionDays = config.PLACE_RETENTION_DAYS;
  }
}
