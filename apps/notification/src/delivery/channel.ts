// A way to reach a device: push or mail. Every channel behaves the same, so the sender need not know which one it is.
import type { DeviceKind } from '../devices/device.types.js';
import type { Message } from './delivery.types.js';

export type Outcome =
  /** Handed over, or not worth handing over. `receiptId`: ask later what became of it. */
  | { readonly status: 'sent'; readonly receiptId?: string }
  /** Nothing will ever reach this device: forget it. */
  | { readonly status: 'gone' };

export interface Channel {
  readonly kind: DeviceKind;

  /** What a device must know to be reached this way; only some kinds have one. */
  readonly publicKey?: string;

  /** What to keep of a token so that `send` reaches the device; undefined when it is none of this kind. */
  accept(token: string, userId: string): string | undefined;

  /**
   * Hands a message over within some ten seconds. Rejects when it may be tried again; the error names no token, which
   * is all that somebody needs to write to the device.
   *
   * @param token what `accept` returned
   * @param ttlSeconds how long the message is worth delivering, in wall time; at least 1
   */
  send(token: string, message: Message, ttlSeconds: number): Promise<Outcome>;

  /** What became of a message that was sent. Only for channels whose outcomes have receipts. */
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
