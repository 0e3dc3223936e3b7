// The environment of the driver service as a typed object. Throws ConfigError, which names the key.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { kept } from '@lastmile/privacy';
import { z } from 'zod';

export class DriverConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** DRIVER_AUTO_APPROVAL: new drivers are approved without an operator. For demos and closed groups. */
  readonly autoApproval: boolean;
  /** PLACE_RETENTION_DAYS: how many days the exact places of finished routes are kept. */
  readonly placeRetentionDays: number;

  constructor(env = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50051),
        DRIVER_AUTO_APPROVAL: z.stringbool().default(false),
        PLACE_RETENTION_DAYS: kept.default(90),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.autoApproval = config.DRIVER_AUTO_APPROVAL;
    this.placeRetentionDays = config.PLACE_RETENTION_DAYS;
  }
}
