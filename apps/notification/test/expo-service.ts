// Expo's push service as its documentation describes it: tickets at once, receipts later.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

export interface ExpoMessage {
  readonly to: string;
  readonly [field: string]: unknown;
}

export class ExpoService {
  readonly received: ExpoMessage[] = [];
  /** Tokens of uninstalled apps: known at once, or not before the receipt. */
  readonly unregistered = new Map<string, 'ticket' | 'receipt'>();
  /** How many requests to fail for now. */
  failures = 0;
  private readonly sent: ExpoMessage[] = [];
  private readonly server = createServer((request, response) => {
    this.answer(request).then(
      (data) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data })),
      (error: Error) => response.writeHead(500).end(error.message),
    );
  });

  constructor(private readonly accessToken: string) {}

  /** The client of this process calls it from now on, if it was not loaded before. */
  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    process.env.EXPO_BASE_URL = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage): Promise<unknown> {
    const raw = await buffer(request);
    const { headers, url } = request;
    const body: unknown = JSON.parse((headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw).toString());
    if (headers.authorization !== `Bearer ${this.accessToken}`) throw new Error('not authorized');
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('try again');
    }
    if (url === '/--/api/v2/push/send') return (body as ExpoMessage[]).map((message) => this.ticket(message));
    if (url === '/--/api/v2/push/getReceipts') return this.receipts((body as { ids: string[] }).ids);
    throw new Error(`no such path: ${url}`);
  }

  private ticket(message: ExpoMessage) {
    if (this.unregistered.get(message.to) === 'ticket') return notRegistered(message.to);
    this.received.push(message);
    return { status: 'ok', id: `ticket-${this.sent.push(message)}` };
  }

  private receipts(ids: string[]) {
    const receipt = (id: string) => {
      const { to } = this.sent[Number(id.split('-')[1]) - 1]!;
      return this.unregistered.get(to) === 'receipt' ? notRegistered(to) : { status: 'ok' };
    };
    return Object.fromEntries(ids.map((id) => [id, receipt(id)]));
  }
}

const notRegistered = (token: string) => ({
  status: 'error',
  message: `"${token}" is not a registered push notification recipient`,
  details: { error: 'DeviceNotRegistered' },
});
