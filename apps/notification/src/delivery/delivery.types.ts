// The messages that are sent to devices.

export interface Message {
  readonly userId: string;
  /** Number of the entry in the inbox. Devices show each number once, so a message may be sent twice. */
  readonly sequence: number;
  readonly kind: string;
  readonly title: string;
  /** Short, because push services accept only 4 kB. */
  readonly body: string;
  /** What opens when the user taps the message. */
  readonly data: Readonly<Record<string, string>>;
  /** Whether it should wake a phone. */
  readonly isUrgent: boolean;
  /** Whether it is useless when it arrives late, for example "your car is here". */
  readonly isMomentary: boolean;
}

/** A job: this entry, to this device. */
export interface Delivery {
  readonly deviceId: string;
  readonly userId: string;
  readonly sequence: number;
}

/** A job: check the result of a message. */
export interface Receipt {
  readonly deviceId: string;
  readonly userId: string;
  readonly receiptId: string;
}
