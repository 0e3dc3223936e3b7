// Tokens by which a service proves itself to another one: short-lived, for one callee, signed with its own key.
import { sign } from 'node:crypto';
import { signingKeyOf, type ServiceJwk } from './service-keys.js';

export interface ServiceTokensOptions {
  /** Who signs. */
  readonly service: string;
  /** Asked for at each signing, so that a rotated key is taken up without a restart. */
  readonly keys: () => readonly ServiceJwk[];
  /** Milliseconds since 1970, wall time. */
  readonly now?: () => number;
}

/** Apart from access tokens, so that neither is ever taken for the other. */
export const SERVICE_TOKEN_TYPE = 'lastmile-service+jwt';
export const SERVICE_TOKEN_SECONDS = 300;
/** A token is renewed this long before it ends: longer than a call may wait, and than clocks differ. */
const RENEW_BEFORE_SECONDS = 60;

export class ServiceTokens {
  private readonly tokens = new Map<string, { readonly text: string; readonly renewAt: number }>();
  private readonly now: () => number;

  constructor(private readonly options: ServiceTokensOptions) {
    this.now = options.now ?? Date.now;
  }

  /**
   * The token for calls to `callee`, the same for some minutes. Signed by hand and not by jose, which signs
   * asynchronously only: a stream is opened, metadata and all, before anybody can wait.
   *
   * @throws Error when there is no token that is still good and the keys cannot be read
   */
  for(callee: string): string {
    const now = this.now();
    const known = this.tokens.get(callee);
    if (known && now < known.renewAt) return known.text;
    const issuedAt = Math.floor(now / 1000);
    const { service, keys } = this.options;
    const { kid, privateKey } = signingKeyOf(keys(), now);
    const header = { alg: 'ES256', kid, typ: SERVICE_TOKEN_TYPE };
    const times = { iat: issuedAt, exp: issuedAt + SERVICE_TOKEN_SECONDS };
    const signed = `${encoded(header)}.${encoded({ iss: service, sub: service, aud: callee, ...times })}`;
    const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    const text = `${signed}.${signature.toString('base64url')}`;
    this.tokens.set(callee, { text, renewAt: (times.exp - RENEW_BEFORE_SECONDS) * 1000 });
    return text;
  }
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
