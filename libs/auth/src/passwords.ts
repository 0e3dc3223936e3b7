// Passwords, kept as argon2id hashes with OWASP's minimum cost (19 MiB, 2 passes): about 20 ms of one core each.
import { argon2id, hash, needsRehash, verify } from 'argon2';
import { inTurn } from './hashing-queue.js';

/** OWASP's minimum. Tests and demos with thousands of accounts may use less. */
export const DEFAULT_MEMORY_KIB = 19 * 1024;

const cost = (memoryKib: number) => ({ type: argon2id, memoryCost: memoryKib, timeCost: 2, parallelism: 1 }) as const;

/**
 * A salted hash in PHC string format. Runs on libuv's thread pool, not on the event loop.
 *
 * @throws DomainError resource_exhausted TOO_MANY_SIGN_INS
 */
export const hashPassword = (password: string, memoryKib = DEFAULT_MEMORY_KIB): Promise<string> =>
  inTurn(() => hash(normal(password), cost(memoryKib)));

/** A hash of each cost that no password is expected to match. */
const nobodys = new Map<number, Promise<string>>();

/**
 * Whether the password is right. Without a hash (no such account) it takes just as long and says no, so that the time
 * an answer takes does not tell who has an account.
 *
 * @throws DomainError resource_exhausted TOO_MANY_SIGN_INS
 */
export async function verifyPassword(
  stored: string | undefined,
  password: string,
  memoryKib = DEFAULT_MEMORY_KIB,
): Promise<boolean> {
  const against = stored ?? (await nobodysHash(memoryKib));
  const right = await inTurn(() => verify(against, normal(password)));
  return right && stored !== undefined;
}

/** True when a hash was made with another cost; hash the password anew at the next successful sign-in. */
export const isOutdatedHash = (stored: string, memoryKib = DEFAULT_MEMORY_KIB): boolean =>
  needsRehash(stored, cost(memoryKib));

function nobodysHash(memoryKib: number): Promise<string> {
  // Not in turn: a refusal would be kept as the hash.
  const made = nobodys.get(memoryKib) ?? hash('nobody has this password', cost(memoryKib));
  nobodys.set(memoryKib, made);
  return made;
}

/** The same characters typed on different keyboards may come as different code points. */
const normal = (password: string): string => password.normalize('NFKC');
