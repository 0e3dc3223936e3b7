// When signing keys are created, start to sign, and are removed. Invariants: a key is published KEY_LEAD_SECONDS before
// it signs, longer than any client caches the key set; it stays published until all tokens that it signed have expired.

/** Services reload the key set after ten minutes at the latest (libs/auth/src/key-source.ts). */
export const KEY_LEAD_SECONDS = 20 * 60;
/** How long a key stays published after its successor began to sign. Access tokens live for 15 minutes. */
export const KEY_REST_SECONDS = 60 * 60;

export interface RingKey {
  readonly keyId: string;
  /** When it starts to sign. */
  readonly signTime: Date;
}

export interface KeyPlan<Key extends RingKey> {
  /** The current signing key first, then all other published keys. Empty without any key. */
  readonly published: Key[];
  /** Keys that are not needed any more. */
  readonly retired: Key[];
  /** When a key that has to be created now starts to sign; undefined when none has to be created. */
  readonly nextSignTime?: Date;
}

/** `keyDays`: how long a key signs. `isAsked`: a new key is requested now, unless one is already waiting. */
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
    // Without any key no token could be signed, so the first one signs immediately.
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
