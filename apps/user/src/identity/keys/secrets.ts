// Secrets that must be readable again, encrypted with USER_SECRETS_KEY: the keys that sign access tokens, and the
// secrets of authenticators.
import { ConfigError } from '@lastmile/config';
import { open, seal } from './sealed.js';

export class Secrets {
  /** The first key encrypts, all of them decrypt, so that keys can be rotated. */
  constructor(private readonly keys: readonly [Buffer, ...Buffer[]]) {}

  seal(text: string, context: string): string {
    return seal(this.keys[0], text, context);
  }

  /** Throws ConfigError when no key fits. */
  open(sealed: string, context: string): { readonly text: string; readonly isNewest: boolean } {
    for (const [index, key] of this.keys.entries()) {
      try {
        return { text: open(key, sealed, context), isNewest: index === 0 };
      } catch {
        // Encrypted with another key.
      }
    }
    throw new ConfigError('bad configuration: USER_SECRETS_KEY: does not open what is in the database');
  }
}
