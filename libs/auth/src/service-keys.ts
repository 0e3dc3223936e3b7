// Keys that prove which service is calling: each service has its own private keys, and all have everybody's public
// keys.
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { fetchedKeys, type KeySource } from './key-source.js';

/** A private P-256 key as stored in a file. */
export interface ServiceJwk extends JWK {
  readonly kid: string;
  /** Seconds since 1970. It does not sign earlier, because the others must first have its public key. */
  readonly useFrom: number;
}

/** What signs with one key of a set. */
export interface ServiceSigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** `useFrom` in milliseconds since 1970, default immediately. */
export function newServiceJwk(useFrom = 0): ServiceJwk {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }) as JWK;
  const { kty, crv, x, y, d } = jwk as Required<JWK>;
  // RFC 7638: the same key has the same name everywhere.
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kty, crv, x, y, d, kid, alg: 'ES256', use: 'sig', useFrom: Math.floor(useFrom / 1000) };
}

/** The public halves, safe to publish. */
export const publicKeysOf = (keys: readonly ServiceJwk[]): JSONWebKeySet => ({
  keys: keys.map(({ kty, crv, x, y, kid, alg, use }) => ({ kty, crv, x, y, kid, alg, use })),
});

/**
 * The newest of these keys that may sign at `now` (milliseconds since 1970).
 *
 * @throws TypeError when none may sign, or one is not a private P-256 key
 */
export function signingKeyOf(keys: readonly ServiceJwk[], now: number): ServiceSigningKey {
  const usable = keys.filter(({ useFrom }) => (useFrom ?? 0) * 1000 <= now);
  const newest = usable.toSorted((a, b) => (a.useFrom ?? 0) - (b.useFrom ?? 0)).at(-1);
  if (!newest) throw new TypeError('no key that may sign yet');
  if (newest.crv !== 'P-256' || !newest.d || !newest.kid) throw new TypeError('not a private P-256 key with a kid');
  return { kid: newest.kid, privateKey: createPrivateKey({ key: { ...newest }, format: 'jwk' }) };
}

/**
 * Reads a service's private keys from a file, a JSON Web Key Set. @throws Error when it cannot be read, TypeError when
 * it is invalid
 */
export function readServiceKeys(file: string): ServiceJwk[] {
  const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys?: ServiceJwk[] };
  if (!Array.isArray(keys) || keys.length === 0) throw new TypeError('not a JSON Web Key Set');
  return keys;
}

/** How many seconds public keys are cached; an unknown key causes an earlier read. */
const PUBLIC_KEYS_MAX_AGE_SECONDS = 60;
const PUBLIC_KEYS_COOLDOWN_SECONDS = 2;

/**
 * The public keys of services in a directory, each in a JSON Web Key Set `<service>.json`. Files may change while the
 * process runs: a new key is read when its first token arrives, a removed one is noticed within a minute.
 */
export function publishedServiceKeys(directory: string): (service: string) => KeySource {
  const sources = new Map<string, KeySource>();
  return (service) => {
    const known = sources.get(service);
    if (known) return known;
    const read = async () => JSON.parse(await readFile(join(directory, `${service}.json`), 'utf8')) as JSONWebKeySet;
    const source = fetchedKeys(read, {
      maxAgeSeconds: PUBLIC_KEYS_MAX_AGE_SECONDS,
      cooldownSeconds: PUBLIC_KEYS_COOLDOWN_SECONDS,
    });
    sources.set(service, source);
    return source;
  };
}
