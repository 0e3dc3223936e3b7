// The identity of this process, proven with its private key, and the public keys of the services that may call it.
import {
  publishedServiceKeys,
  readServiceKeys,
  ServiceTokens,
  signingKeyOf,
  type Caller,
  type KeySource,
  type VerifierOptions,
} from '@lastmile/auth';
import { ConfigError, loadConfig } from '@lastmile/config';
import { DomainError } from '@lastmile/errors';
import { z } from 'zod';

/** The settings to verify people's access tokens. */
export type PersonTokens = Pick<VerifierOptions, 'keys' | 'issuer' | 'audience' | 'algorithms'>;

/** What a process needs to make calls, and to authenticate its callers. */
export interface ProcessIdentity {
  /**
   * A token that proves to `callee` that `service`, the name of the client's owner, is calling. `caller` is on whose
   * behalf.
   *
   * @throws Error when there is no key to sign with
   */
  serviceToken(callee: string, service?: string, caller?: Caller): string;
  /** The access token of the person on whose behalf a call is made. @throws DomainError internal when there is none */
  accessToken(caller: Caller): string;
  /** The public keys of a service. */
  keysOf(service: string): KeySource;
  /** Settings of accepted access tokens; default: from the environment. */
  readonly personTokens?: PersonTokens;
}

let current: ProcessIdentity | undefined;

/** From the environment, read on first use. @throws ConfigError */
export const processIdentity = (): ProcessIdentity => (current ??= identityFromEnv());

/** For tests and tools, which have the keys of several services. */
export function useIdentity(identity: ProcessIdentity): void {
  current = identity;
}

const identityKeys = {
  /** File with the private keys of this service: a JSON Web Key Set, from `npm run service-keys`. */
  SERVICE_KEY_FILE: z.string().min(1),
  /** Directory with the public keys of all services that may call: one `<service>.json` each. */
  SERVICE_KEYS_DIR: z.string().min(1),
};

/** @throws ConfigError when the keys are not set or cannot be read */
export function identityFromEnv(env?: Record<string, string | undefined>): ProcessIdentity {
  const { SERVICE_KEY_FILE: file, SERVICE_KEYS_DIR: directory } = loadConfig(identityKeys, env);
  let keys = firstRead(file);
  const renewed = () => {
    try {
      keys = readServiceKeys(file);
    } catch {
      // The file is half written, or its volume is unavailable: the keys read before are used.
    }
    return keys;
  };
  const signers = new Map<string, ServiceTokens>();
  return {
    serviceToken(callee, service = '') {
      const signer = signers.get(service) ?? new ServiceTokens({ service, keys: renewed });
      signers.set(service, signer);
      return signer.for(callee);
    },
    accessToken: ownAccessToken,
    keysOf: publishedServiceKeys(directory),
  };
}

/** The token that came with the person's own call. Without it, no service can call on behalf of a person. */
export function ownAccessToken({ accessToken }: Caller): string {
  if (accessToken !== undefined) return accessToken;
  throw new DomainError('internal', 'INTERNAL', 'a call for a person needs their access token');
}

function firstRead(file: string) {
  try {
    const keys = readServiceKeys(file);
    signingKeyOf(keys, Date.now());
    return keys;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    throw new ConfigError(`bad configuration: SERVICE_KEY_FILE: no private keys there (${why})`);
  }
}
