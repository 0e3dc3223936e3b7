// The trip service's environment as a typed object. All values have defaults that suit a city.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { z } from 'zod';
import type { Tariff } from './fare.core.js';

const seconds = (max: number) => z.coerce.number().int().min(1).max(max);
const minor = z.coerce.number().int().min(0).max(10_000_000);

/** Read once at boot. Throws ConfigError. */
export function tripConfig(env?: Record<string, string | undefined>) {
  return loadConfig(
    {
      ...serverKeys(50057),
      /** How long a driver may think about an offer. */
      OFFER_SECONDS: seconds(600).default(20),
      /** How long a driver waits for a rider once both are due at the kerb. */
      NO_SHOW_WAIT_SECONDS: seconds(3600).default(180),
      TARIFF_CURRENCY: z
        .string()
        .regex(/^[A-Z]{3}$/, 'expected an ISO 4217 code')
        .default('USD'),
      /** For getting in and for each kilometre, in the currency's minor unit. */
      TARIFF_BASE_MINOR: minor.default(250),
      TARIFF_PER_KM_MINOR: minor.default(120),
    },
    env,
  );
}

/** What the use cases need of it; also their injection token. */
export abstract class TripRules {
  abstract readonly offerSeconds: number;
  abstract readonly noShowWaitSeconds: number;
  abstract readonly tariff: Tariff;
}

export const rulesOf = (config: ReturnType<typeof tripConfig>): TripRules => ({
  offerSeconds: config.OFFER_SECONDS,
  noShowWaitSeconds: config.NO_SHOW_WAIT_SECONDS,
  tariff: {
    currency: config.TARIFF_CURRENCY,
    baseMinor: config.TARIFF_BASE_MINOR,
    perKmMinor: config.TARIFF_PER_KM_MINOR,
  },
});
