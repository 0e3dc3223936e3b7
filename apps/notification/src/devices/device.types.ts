// A way to reach a person without an open socket: a browser, a phone, a mailbox.

export type DeviceKind = 'web_push' | 'expo' | 'email';

export interface NewDevice {
  readonly userId: string;
  readonly kind: DeviceKind;
  /** The address of the device in its channel. */
  readonly token: string;
}

export interface Device {
  readonly deviceId: string;
  readonly kind: DeviceKind;
  readonly createTime: Date;
}
