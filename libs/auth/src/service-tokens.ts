// Tokens that authenticate a service to another one: short-lived, for one callee, signed with the service's own key.
import { sign } from 'node:crypto';
import { signingKeyOf, type ServiceJwk } from './service-keys.js';

export interface ServiceTokensOptions {
  /** The service that signs. */
  readonly service: string;
  /** Called at each signing, so that a rotated key is used without a restart. */
  readonly keys: () => readonly ServiceJwk[];
  /** Milliseconds since 1970, real time. */
  readonly now?: () => number;
}

/** Different from the type of access tokens, so that neither is accepted as the other. */
export const SERVICE_TOKEN_TYPE = 'lastmile-service+jwt';
export const SERVICE_TOKEN_SECONDS = 300;
/** A token is renewed this long before it expires: longer than a call may wait, plus clock differences. */
const RENEW_BEFORE_SECONDS = 60;

export class ServiceTokens {
  private readonly tokens = new Map<string, { readonly text: string; readonly renewAt: number }>();
  private readonly now: () => number;

  constructor(private readonly options: ServiceTokensOptions) {
    this.now = options.now ?? Date.now;
  }

  /**
   * The token for calls to `callee`, cached for some minutes. Signed without jose, which only signs asynchronously: a
   * stream and its metadata are created synchronously.
   *
   * @throws Error when there is no valid token and the keys cannot be read
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
