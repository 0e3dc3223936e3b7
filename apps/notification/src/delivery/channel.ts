// A way to reach a device: push or mail. All channels have the same interface, so the sender need not know which one it
// is.
import type { DeviceKind } from '../devices/device.types.js';
import type { Message } from './delivery.types.js';

export type Outcome =
  /** Sent, or skipped because it is no longer useful. With `receiptId`, the result can be requested later. */
  | { readonly status: 'sent'; readonly receiptId?: string }
  /** The device can never be reached again, so delete it. */
  | { readonly status: 'gone' };

export interface Channel {
  readonly kind: DeviceKind;

  /** A public key that devices need for this channel; only some kinds have one. */
  readonly publicKey?: string;

  /** Returns the part of a token that `send` needs; undefined when the token is not of this kind. */
  accept(token: string, userId: string): string | undefined;

  /**
   * Sends a message within about ten seconds. Rejects when it may be retried. The error never contains the token,
   * because the token is all that is needed to write to the device.
   *
   * @param token what `accept` returned
   * @param ttlSeconds how long the message is useful, in real time; at least 1
   */
  send(token: string, message: Message, ttlSeconds: number): Promise<Outcome>;

  /** The result of a sent message. Only for channels that return receipt ids. */
  outcomeOf?(receiptId: string): Promise<Outcome>;
}

/** The channels that are configured. */
export class Channels {
  private readonly byKind: ReadonlyMap<DeviceKind, Channel>;

  constructor(channels: readonly Channel[]) {
    this.byKind = new Map(channels.map((channel) => [channel.kind, channel]));
  }

  get kinds(): DeviceKind[] {
    return [...this.byKind.keys()];
  }

  of(kind: DeviceKind): Channel | undefined {
    return this.byKind.get(kind);
  }
}
