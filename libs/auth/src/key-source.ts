// Where a verifier gets public keys from: a function (ours, over gRPC) or a URL (Supabase's JWKS).
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Finds the public key that a token's header names. */
export type KeySource = JWTVerifyGetKey;

/** Keys published at a URL; cached for ten minutes, fetched again for an unknown key at most every 30 seconds. */
export const remoteKeys = (url: URL): KeySource => createRemoteJWKSet(url);

export interface FetchedKeysOptions {
  /** How long a set is used without asking again. Default 600. */
  readonly maxAgeSeconds?: number;
  /** How long after a fetch unknown keys and failures do not cause another. Default 30. */
  readonly cooldownSeconds?: number;
  readonly now?: () => Date;
}

/**
 * Keys that `fetchKeys` gets, with the caching of `remoteKeys`: a token with an unknown key makes it ask again, so a
 * rotation is seen at once, but made-up keys cannot make it ask more often than the cooldown allows. An old set
 * outlives failures to renew it.
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
      await fetchOnce().catch(() => undefined); // the old set still serves
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
