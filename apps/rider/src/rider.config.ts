// The rider service's environment as a typed object.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { z } from 'zod';
import type { RideRules } from './request-ride.core.js';

/** Read once at boot. Throws ConfigError. */
export const riderConfig = () =>
  loadConfig({
    ...serverKeys(50055),
    /** A rider sits in the car at most direct time × factor + slack. */
    RIDE_TIME_FACTOR: z.coerce.number().min(1).max(5).default(1.5),
    RIDE_TIME_SLACK_SECONDS: z.coerce.number().int().min(0).max(3600).default(240),
  });

/** What the use cases need of it; also their injection token. */
export abstract class RiderRules implements RideRules {
  abstract readonly rideTimeFactor: number;
  abstract readonly rideTimeSlackSeconds: number;
}

export const rulesOf = (config: ReturnType<typeof riderConfig>): RiderRules => ({
  rideTimeFactor: config.RIDE_TIME_FACTOR,
  rideTimeSlackSeconds: config.RIDE_TIME_SLACK_SECONDS,
});
