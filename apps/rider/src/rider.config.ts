// The environment of the rider service as a typed object. Throws ConfigError, which names the key.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { kept } from '@lastmile/privacy';
import { z } from 'zod';
import type { RideRules } from './rides/request-ride.core.js';

export class RiderConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** RIDE_TIME_FACTOR, RIDE_TIME_SLACK_SECONDS: a rider sits in the car at most direct time × factor + slack. */
  readonly rules: RideRules;
  /** PLACE_RETENTION_DAYS: how many days the names and exact places of ended rides are kept. */
  readonly placeRetentionDays: number;

  constructor(env = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50055),
        RIDE_TIME_FACTOR: z.coerce.number().min(1).max(5).default(1.5),
        RIDE_TIME_SLACK_SECONDS: z.coerce.number().int().min(0).max(3600).default(240),
        PLACE_RETENTION_DAYS: kept.default(90),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.rules = {
      rideTimeFactor: config.RIDE_TIME_FACTOR,
      rideTimeSlackSeconds: config.RIDE_TIME_SLACK_SECONDS,
    };
    this.placeRetentionDays = config.PLACE_RETENTION_DAYS;
  }
}
