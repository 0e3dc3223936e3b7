// A way to reach a person's phone or browser.

export type DeviceKind = 'web_push' | 'expo';

export interface NewDevice {
  readonly userId: string;
  readonly kind: DeviceKind;
  /** Expo push token, or the Web Push subscription as JSON. */
  readonly token: string;
}

export interface Device {
  readonly deviceId: string;
  readonly kind: DeviceKind;
  readonly createTime: Date;
}
