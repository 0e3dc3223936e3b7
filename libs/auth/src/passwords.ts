// Passwords, stored as argon2id hashes with OWASP's minimum cost (19 MiB, 2 passes): about 20 ms of one core each.
import { argon2id, hash, needsRehash, verify } from 'argon2';
import { inTurn } from './hashing-queue.js';

/** OWASP's minimum. Tests and demos with thousands of accounts may use less memory. */
export const DEFAULT_MEMORY_KIB = 19 * 1024;

const cost = (memoryKib: number) => ({ type: argon2id, memoryCost: memoryKib, timeCost: 2, parallelism: 1 }) as const;

/**
 * A salted hash in PHC string format. Runs on libuv's thread pool, not on the event loop.
 *
 * @throws DomainError resource_exhausted TOO_MANY_SIGN_INS
 */
export const hashPassword = (password: string, memoryKib = DEFAULT_MEMORY_KIB): Promise<string> =>
  inTurn(() => hash(normal(password), cost(memoryKib)));

/** For each cost, the hash of a password that nobody has. */
const dummyHashes = new Map<number, Promise<string>>();

/**
 * Whether the password is right. Without a hash (no such account) it takes the same time and returns false, so that the
 * response time does not show who has an account.
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

/** True when a hash was made with another cost: hash the password again at the next successful sign-in. */
export const isOutdatedHash = (stored: string, memoryKib = DEFAULT_MEMORY_KIB): boolean =>
  needsRehash(stored, cost(memoryKib));

function nobodysHash(memoryKib: number): Promise<string> {
  // Does not use the queue, because a refusal would be cached as the hash.
  const made = dummyHashes.get(memoryKib) ?? hash('nobody has this password', cost(memoryKib));
  dummyHashes.set(memoryKib, made);
  return made;
}

/** The same characters may have different code points on different keyboards. */
const normal = (password: string): string => password.normalize('NFKC');
