// Opaque tokens for refreshing sessions and resetting passwords: random for the client, a hash in the database.
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url. Guessing is hopeless, so its hash needs neither salt nor stretching. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url');

/** What to store and to look up by: SHA-256, hexadecimal. A stolen table contains no usable token. */
export const hashOpaqueToken = (token: string): string => createHash('sha256').update(token).digest('hex');
