// Browsers: RFC 8030 requests, encrypted by RFC 8291, signed by RFC 8292 (VAPID).
import webPush from 'web-push';
import { z } from 'zod';
import type { WebPushConfig } from './delivery.config.js';
import type { Channel, Outcome } from './channel.js';
import type { Message } from './delivery.types.js';

const TIMEOUT_MS = 10_000;
const GONE = new Set([404, 410]);
const UNCOMPRESSED_POINT = 4;

const bytes = (wanted: (key: Buffer) => boolean) =>
  z
    .string()
    .max(200)
    .refine((text) => wanted(Buffer.from(text, 'base64url')));
const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }),
  keys: z.object({
    p256dh: bytes((key) => key.length === 65 && key[0] === UNCOMPRESSED_POINT),
    auth: bytes((key) => key.length === 16),
  }),
});
type Subscription = z.output<typeof subscription>;

export class WebPushClient implements Channel {
  readonly kind = 'web_push';
  readonly publicKey: string;

  constructor(private readonly config: WebPushConfig) {
    this.publicKey = config.publicKey;
  }

  /**
   * The subscription with only the needed fields. Its endpoint comes from a browser and could be any URL, so only known
   * push services are called. Otherwise a client could make this service call internal addresses.
   */
  accept(token: string): string | undefined {
    const found = this.parse(token);
    return found && JSON.stringify(found);
  }

  async send(token: string, message: Message, ttlSeconds: number): Promise<Outcome> {
    const found = this.parse(token);
    const request = found && this.encrypted(found, message, ttlSeconds);
    if (!request) return { status: 'gone' };
    const { status } = await fetch(request.endpoint, {
      method: request.method,
      headers: request.headers,
      body: new Uint8Array(request.body),
      redirect: 'manual', // a redirect could lead to any address
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (GONE.has(status)) return { status: 'gone' };
    if (status < 200 || status > 299) throw new Error(`the push service answered ${status}`);
    return { status: 'sent' };
  }

  private parse(token: string): Subscription | undefined {
    const { data } = subscription.safeParse(jsonOf(token));
    return data && this.isPushService(new URL(data.endpoint).hostname) ? data : undefined;
  }

  private isPushService(host: string): boolean {
    return this.config.hosts.some((known) => host === known || host.endsWith(`.${known}`));
  }

  /** Undefined for a key that is not a point of the curve: no message can be encrypted for it. */
  private encrypted({ endpoint, keys }: Subscription, message: Message, ttlSeconds: number) {
    const { sequence, kind, title, body, data, isUrgent } = message;
    const { subject, publicKey, privateKey } = this.config;
    try {
      return webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify({ sequence, kind, title, body, data }), {
        vapidDetails: { subject, publicKey, privateKey },
        TTL: ttlSeconds,
        urgency: isUrgent ? 'high' : 'normal',
        // A retry replaces the first message while neither has been delivered.
        topic: `entry-${sequence}`,
      });
    } catch {
      return undefined;
    }
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
