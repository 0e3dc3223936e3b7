// How a verifier gets public keys: from a function (ours, over gRPC) or a URL (Supabase's JWKS).
import { ConfigError } from '@lastmile/config';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Finds the public key that a token's header names. */
export type KeySource = JWTVerifyGetKey;

/** Keys published at a URL; cached for ten minutes, fetched again for an unknown key at most every 30 seconds. */
export const remoteKeys = (url: URL): KeySource => createRemoteJWKSet(url);

/** Where a Supabase project publishes its keys. */
export const SUPABASE_KEYS_PATH = '/auth/v1/.well-known/jwks.json';
const START_MS = 4_000;

/** Checked at start: a project that signs with a shared secret (HS256) publishes no key, so every token would be refused. If the URL cannot be reached, the check is skipped.
 *
 * @throws ConfigError
 */
export async function requirePublishedKeys(url: URL): Promise<void> {
  let set: Partial<JSONWebKeySet>;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(START_MS) });
    if (!response.ok) return;
    set = (await response.json()) as Partial<JSONWebKeySet>;
  } catch {
    return;
  }
  if (Array.isArray(set.keys) && set.keys.length === 0) {
    throw new ConfigError(
      `bad configuration: ${url.origin} publishes no keys to check tokens with: it signs with a shared secret (HS256); create an asymmetric signing key (ES256) there`,
    );
  }
}

export interface FetchedKeysOptions {
  /** How long a key set is cached. Default 600. */
  readonly maxAgeSeconds?: number;
  /** How long after a fetch unknown keys and failures cause no new fetch. Default 30. */
  readonly cooldownSeconds?: number;
  readonly now?: () => Date;
}

/**
 * Keys from `fetchKeys`, cached like `remoteKeys`: a token with an unknown key causes a new fetch, so a rotation is
 * seen immediately, but tokens with invented keys cannot cause more fetches than the cooldown allows. If a fetch fails,
 * the old key set stays in use.
 */
export function fetchedKeys(fetchKeys: () => Promise<JSONWebKeySet>, options: FetchedKeysOptions = {}): KeySource {
  const { maxAgeSeconds = 600, cooldownSeconds = 30, now = () => new Date() } = options;
  let find: KeySource | undefined;
  let fetchedAt = -Infinity;
  let triedAt = -Infinity;
  let pending: Promise<void> | undefined;

  const fetchOnce = (): Promise<void> => {
    triedAt = now().getTime();
    return (pending ??= fetchKeys()
      .then((set) => {
        find = createLocalJWKSet(set);
        fetchedAt = now().getTime();
      })
      .finally(() => {
        pending = undefined;
      }));
  };
  const olderThan = (time: number, seconds: number) => now().getTime() - time > seconds * 1000;

  return async (header, token) => {
    if (!find) await fetchOnce();
    else if (olderThan(fetchedAt, maxAgeSeconds) && olderThan(triedAt, cooldownSeconds)) {
      await fetchOnce().catch(() => undefined); // the old set stays in use
    }
    try {
      return await find!(header, token);
    } catch (error) {
      const unknown = error instanceof errors.JWKSNoMatchingKey;
      if (!unknown || (!pending && !olderThan(triedAt, cooldownSeconds))) throw error;
      await fetchOnce();
      return find!(header, token);
    }
  };
}
