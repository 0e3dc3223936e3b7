// Phones with the Expo app, through Expo's push service. Minutes later its receipts contain the result from Apple or
// Google.
import { Expo, type ExpoPushReceipt, type ExpoPushTicket } from 'expo-server-sdk';
import { Agent } from 'undici';
import type { Channel, Outcome } from './channel.js';
import type { ExpoConfig } from './delivery.config.js';
import type { Message } from './delivery.types.js';

const TIMEOUT_MS = 10_000;
const TOKEN = /^Expo(nent)?PushToken\[[\w-]{1,200}\]$/;

export class ExpoClient implements Channel {
  readonly kind = 'expo';
  private readonly expo: Expo;

  constructor({ accessToken }: ExpoConfig) {
    const httpAgent = new Agent({ connectTimeout: TIMEOUT_MS, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
    this.expo = new Expo({ accessToken, httpAgent });
  }

  accept(token: string): string | undefined {
    return TOKEN.test(token) ? token : undefined;
  }

  async send(token: string, message: Message, ttlSeconds: number): Promise<Outcome> {
    const { sequence, kind, title, body, data, isUrgent } = message;
    const [ticket] = await this.expo.sendPushNotificationsAsync([
      {
        to: token,
        title,
        body,
        data: { sequence, kind, ...data },
        ttl: ttlSeconds,
        priority: isUrgent ? 'high' : 'default',
        sound: isUrgent ? 'default' : undefined,
      },
    ]);
    if (ticket?.status === 'ok') return { status: 'sent', receiptId: ticket.id };
    if (codeOf(ticket) === 'DeviceNotRegistered') return { status: 'gone' };
    // Only the code, because the message contains the token.
    throw new Error(`Expo refused the message: ${codeOf(ticket) ?? 'no reason given'}`);
  }

  /** If the receipt does not exist yet, or no longer, the result is unknown; the next message will show it. */
  async outcomeOf(receiptId: string): Promise<Outcome> {
    const { [receiptId]: receipt } = await this.expo.getPushNotificationReceiptsAsync([receiptId]);
    return codeOf(receipt) === 'DeviceNotRegistered' ? { status: 'gone' } : { status: 'sent' };
  }
}

const codeOf = (answer: ExpoPushTicket | ExpoPushReceipt | undefined) =>
  answer?.status === 'error' ? answer.details?.error : undefined;
