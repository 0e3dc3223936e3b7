// When signing keys are made, sign, and go. Invariants: a key is published KEY_LEAD_SECONDS before it signs, longer than anybody
// uses a set of keys without asking again; it stays published until no token that it signed can live.

/** Services ask for the set again after ten minutes at the latest (libs/auth/src/key-source.ts). */
export const KEY_LEAD_SECONDS = 20 * 60;
/** After its successor began to sign. Access tokens live for 15 minutes. */
export const KEY_REST_SECONDS = 60 * 60;

export interface RingKey {
  readonly keyId: string;
  /** When it begins to sign. */
  readonly signTime: Date;
}

export interface KeyPlan<Key extends RingKey> {
  /** The one that signs now first, then all others that are published. Empty without any key. */
  readonly published: Key[];
  /** Nobody needs these any more. */
  readonly retired: Key[];
  /** When the key that is due now begins to sign; absent when none is due. */
  readonly nextSignTime?: Date;
}

/** `keyDays`: how long a key signs. `isAsked`: somebody wants a new key now, unless one waits already. */
export function planKeys<Key extends RingKey>(
  keys: readonly Key[],
  now: Date,
  keyDays: number,
  isAsked = false,
): KeyPlan<Key> {
  const newestFirst = [...keys].sort((a, b) => b.signTime.getTime() - a.signTime.getTime());
  const signing = newestFirst.find(({ signTime }) => signTime <= now);
  const waiting = newestFirst.filter(({ signTime }) => signTime > now);
  if (!signing) {
    // Tokens cannot wait: the first key signs at once.
    return { published: newestFirst, retired: [], ...(waiting.length === 0 ? { nextSignTime: now } : {}) };
  }
  const older = newestFirst.slice(newestFirst.indexOf(signing) + 1);
  const isRested = now.getTime() - signing.signTime.getTime() > KEY_REST_SECONDS * 1000;
  const lead = new Date(now.getTime() + KEY_LEAD_SECONDS * 1000);
  const isDue = lead.getTime() - signing.signTime.getTime() >= keyDays * 86_400_000;
  return {
    published: [signing, ...waiting, ...(isRested ? [] : older)],
    retired: isRested ? older : [],
    ...(waiting.length === 0 && (isDue || isAsked) ? { nextSignTime: lead } : {}),
  };
}
