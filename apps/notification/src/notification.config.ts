// The environment of the notification service as a typed object. Throws ConfigError, which names the key. Settings of
// single device kinds are read by `delivery/delivery.config.ts`, which this class calls.
import { loadConfig } from '@lastmile/config';
import { serverKeys } from '@lastmile/grpc';
import { kept } from '@lastmile/privacy';
import { expoConfig, webPushConfig, type ExpoConfig, type WebPushConfig } from './delivery/delivery.config.js';

export class NotificationConfig {
  readonly port: number;
  readonly drainSeconds: number;
  /** INBOX_RETENTION_DAYS: how long inbox entries and broadcasts are kept. */
  readonly inboxRetentionDays: number;
  /** DEVICE_RETENTION_DAYS: how long an unused device is kept. */
  readonly deviceRetentionDays: number;
  /** Undefined: no entries are pushed to browsers. */
  readonly webPush: WebPushConfig | undefined;
  /** Undefined: no entries are pushed to phones. */
  readonly expo: ExpoConfig | undefined;

  constructor(env = process.env) {
    const config = loadConfig(
      {
        ...serverKeys(50058),
        INBOX_RETENTION_DAYS: kept.default(90),
        DEVICE_RETENTION_DAYS: kept.default(365),
      },
      env,
    );
    this.port = config.GRPC_PORT;
    this.drainSeconds = config.DRAIN_SECONDS;
    this.inboxRetentionDays = config.INBOX_RETENTION_DAYS;
    this.deviceRetentionDays = config.DEVICE_RETENTION_DAYS;
    this.webPush = webPushConfig(env);
    this.expo = expoConfig(env);
  }
}
