// Who this process is, proven with its own private key, and whose calls it believes, by everybody's public ones.
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

/** What a verifier of people's access tokens is made from. */
export type PersonTokens = Pick<VerifierOptions, 'keys' | 'issuer' | 'audience' | 'algorithms'>;

/** What a process needs to make calls, and to know who calls it. */
export interface ProcessIdentity {
  /**
   * Proof for `callee` that `service` calls: the name that the client was made with. `caller` is whom it calls for.
   *
   * @throws Error when there is no key to sign with
   */
  serviceToken(callee: string, service?: string, caller?: Caller): string;
  /** The access token of a person a call is made for. @throws DomainError internal when there is none */
  accessToken(caller: Caller): string;
  /** The public keys of a service. */
  keysOf(service: string): KeySource;
  /** Whose access tokens count; left out: as the environment says. */
  readonly personTokens?: PersonTokens;
}

let current: ProcessIdentity | undefined;

/** As the environment says, read when it is first needed. @throws ConfigError */
export const processIdentity = (): ProcessIdentity => (current ??= identityFromEnv());

/** For tests and tools, which hold keys of several services. */
export function useIdentity(identity: ProcessIdentity): void {
  current = identity;
}

const identityKeys = {
  /** Private keys of this service: a JSON Web Key Set, from `npm run service-keys`. */
  SERVICE_KEY_FILE: z.string().min(1),
  /** Public keys of all services that may call: `<service>.json` each. */
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
      // Half written, or its volume is away: the keys read before still sign.
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

/** The token that came with the person's own call: nobody can speak for a person without it. */
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
