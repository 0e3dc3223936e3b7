// Passwords, kept as argon2id hashes with OWASP's minimum cost (19 MiB, 2 passes): about 20 ms of one core each.
import { argon2id, hash, needsRehash, verify } from 'argon2';

const COST = { type: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** A salted hash in PHC string format. */
export const hashPassword = (password: string): Promise<string> => hash(normal(password), COST);

let nobodys: Promise<string> | undefined;

/**
 * Whether the password is right. Without a hash (no such account) it takes just as long and says no, so that the time
 * an answer takes does not tell who has an account.
 */
export async function verifyPassword(stored: string | undefined, password: string): Promise<boolean> {
  const against = stored ?? (await (nobodys ??= hashPassword('nobody has this password')));
  const right = await verify(against, normal(password));
  return right && stored !== undefined;
}

/** True when a hash was made with a lower cost; hash the password anew at the next successful sign-in. */
export const isOutdatedHash = (stored: string): boolean => needsRehash(stored, COST);

/** The same characters typed on different keyboards may come as different code points. */
const normal = (password: string): string => password.normalize('NFKC');
