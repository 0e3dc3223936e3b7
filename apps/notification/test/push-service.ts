// A push service as browsers have one: RFC 8030 over HTTPS, for one application server, proved by VAPID (RFC 8292).
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { importJWK, jwtVerify } from 'jose';
import { Browser } from './browser.js';
import { selfSigned } from './self-signed.js';

/** All that RFC 8030 promises to carry. */
const LIMIT_BYTES = 4_096;

export interface Push {
  readonly browser: Browser;
  readonly headers: IncomingHttpHeaders;
  readonly payload: unknown;
}

export class PushService {
  readonly received: Push[] = [];
  /** Answered next, instead of taking a message; `never` holds the request open. */
  readonly refusals: (number | 'never')[] = [];
  /** Requests held open until now. */
  hanging = 0;
  private readonly browsers = new Map<string, Browser>();
  private readonly certificate = selfSigned();
  private readonly server = createServer(this.certificate, (request, response) => {
    this.answer(request).then(
      (status) => status !== 'never' && response.writeHead(status, { location: '/message/1' }).end(),
      (error: Error) => response.writeHead(400).end(error.message),
    );
  });

  /** @param applicationServerKey what browsers subscribed with */
  constructor(private readonly applicationServerKey: string) {}

  /** Trusted by this process from now on. */
  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    setDefaultCACertificates([...getCACertificates('default'), this.certificate.cert]);
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.server.close();
    await once(this.server, 'close');
  }

  hangUp(): void {
    this.server.closeAllConnections();
  }

  subscribe(): Browser {
    const path = `/push/${this.browsers.size + 1}`;
    const browser = new Browser(this.origin + path);
    this.browsers.set(path, browser);
    return browser;
  }

  private get origin(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private async answer(request: IncomingMessage): Promise<number | 'never'> {
    const body = await buffer(request);
    const refusal = this.refusals.shift();
    if (refusal === 'never') this.hanging += 1;
    if (refusal) return refusal;
    const browser = this.browsers.get(request.url ?? '');
    if (!browser) return 404;
    if (body.length > LIMIT_BYTES) return 413;
    const { headers } = request;
    if (headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(String(headers.ttl))) return 400;
    const key = await verifyVapid(headers.authorization ?? '', this.origin);
    if (key !== this.applicationServerKey) return 403;
    this.received.push({ browser, headers, payload: browser.decrypt(body) });
    return 201;
  }
}

/** The key. RFC 8292: signed with the key it names, for this push service, for a day at most, and saying whom to write to. */
async function verifyVapid(authorization: string, audience: string): Promise<string> {
  const { token, key } = /^vapid t=(?<token>[\w.-]+), ?k=(?<key>[\w-]+)$/.exec(authorization)!.groups!;
  const point = Buffer.from(key!, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const jwk = await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256');
  const options = { audience, requiredClaims: ['exp', 'sub'], subject: 'mailto:ops@lastmile.example' };
  const { payload } = await jwtVerify(token!, jwk, options);
  if (payload.exp! > Date.now() / 1_000 + 24 * 60 * 60) throw new Error('valid for more than a day');
  return key!;
}
