// Opaque tokens for refreshing sessions and resetting passwords: random for the client, stored as a hash.
import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url. They cannot be guessed, so the hash needs neither salt nor stretching. */
export const newOpaqueToken = (): string => randomBytes(32).toString('base64url');

/** The value to store and to search for: SHA-256, hexadecimal. A stolen table contains no usable token. */
export const hashOpaqueToken = (token: string): string => createHash('sha256').update(token).digest('hex');
