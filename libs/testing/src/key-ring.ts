// Keys of every service and of the issuer of access tokens, for tests, which call as all of them.
import { createPrivateKey, sign } from 'node:crypto';
import {
  newServiceJwk,
  publicKeysOf,
  ServiceTokens,
  type Caller,
  type KeySource,
  type ServiceJwk,
} from '@lastmile/auth';
import type { PersonTokens, ProcessIdentity } from '@lastmile/grpc';
import { createLocalJWKSet } from 'jose';

const LIFETIME_SECONDS = 3_600;

/**
 * The identity of a test. A call `asService('trip')` is signed with the trip service's key, any other with that of the
 * client's service or of the gateway; a person without an access token gets one.
 */
export class KeyRing implements ProcessIdentity {
  readonly personTokens: PersonTokens;
  private readonly people = newServiceJwk();
  private readonly keys = new Map<string, ServiceJwk[]>();
  private readonly signers = new Map<string, ServiceTokens>();
  private readonly sources = new Map<string, KeySource>();
  private readonly tokens = new Map<string, string>();

  /** @param readKeys for a running platform: reads the private keys of a service; without it, the ring creates its own */
  constructor(private readonly readKeys: (service: string) => ServiceJwk[] = () => [newServiceJwk()]) {
    const keys = createLocalJWKSet(publicKeysOf([this.people]));
    this.personTokens = { keys, issuer: 'lastmile', audience: 'lastmile' };
  }

  serviceToken(callee: string, service = 'gateway', caller?: Caller): string {
    const name = caller?.roles.includes('service') ? caller.service! : service;
    const signer = this.signers.get(name) ?? new ServiceTokens({ service: name, keys: () => this.keysOfOwn(name) });
    this.signers.set(name, signer);
    return signer.for(callee);
  }

  accessToken({ userId, roles, accessToken }: Caller): string {
    if (accessToken !== undefined) return accessToken;
    const who = `${userId} ${roles.join()}`;
    const token = this.tokens.get(who) ?? this.newAccessToken({ sub: userId, roles });
    this.tokens.set(who, token);
    return token;
  }

  /** Environment of the user service of a platform whose access tokens the ring signs. */
  get env(): Record<string, string> {
    return { JWT_PRIVATE_KEY: JSON.stringify(this.people) };
  }

  /** A valid token with some claims replaced by the test. */
  newAccessToken(claims: Record<string, unknown>): string {
    const now = Math.floor(Date.now() / 1000);
    return signJwt(
      this.people,
      { typ: 'JWT' },
      { iss: 'lastmile', aud: 'lastmile', iat: now, exp: now + LIFETIME_SECONDS, ...claims },
    );
  }

  keysOf(service: string): KeySource {
    const source = this.sources.get(service) ?? createLocalJWKSet(publicKeysOf(this.keysOfOwn(service)));
    this.sources.set(service, source);
    return source;
  }

  /** Private keys of a service. */
  keysOfOwn(service: string): ServiceJwk[] {
    const known = this.keys.get(service) ?? this.readKeys(service);
    this.keys.set(service, known);
    return known;
  }
}

/** A JWT with any header and claims, valid or not, signed with ES256. */
export function signJwt(key: ServiceJwk, header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'ES256', kid: key.kid, ...header })}.${part(claims)}`;
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
