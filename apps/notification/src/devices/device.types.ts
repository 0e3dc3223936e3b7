// A way to reach a person who has no socket open: a browser, a phone, a mailbox.

export type DeviceKind = 'web_push' | 'expo' | 'email';

export interface NewDevice {
  readonly userId: string;
  readonly kind: DeviceKind;
  /** What the kind's channel reaches it by. */
  readonly token: string;
}

export interface Device {
  readonly deviceId: string;
  readonly kind: DeviceKind;
  readonly createTime: Date;
}
