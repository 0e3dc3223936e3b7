// What is sent to a device.

export interface Message {
  readonly userId: string;
  /** Of the entry in the inbox. Devices show a number once, so a message sent twice does no harm. */
  readonly sequence: number;
  readonly kind: string;
  readonly title: string;
  /** Short: push services carry 4 kB. */
  readonly body: string;
  /** What a tap opens. */
  readonly data: Readonly<Record<string, string>>;
  /** Worth waking a phone for. */
  readonly isUrgent: boolean;
  /** Of no interest once it is over, such as "your car is here". */
  readonly isMomentary: boolean;
}

/** A job: this entry, to this device. */
export interface Delivery {
  readonly deviceId: string;
  readonly userId: string;
  readonly sequence: number;
}

/** A job: ask what became of a message. */
export interface Receipt {
  readonly deviceId: string;
  readonly userId: string;
  readonly receiptId: string;
}
