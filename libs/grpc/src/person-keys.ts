// Whose access tokens count: those of our own user service, or of Supabase. The same for the gateway and all behind it.
import { asService, fetchedKeys } from '@lastmile/auth';
import { ConfigError, loadConfig } from '@lastmile/config';
import { UserServiceService } from '@lastmile/contracts';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { runAs } from './call-context.js';
import { createClient } from './client.js';
import type { PersonTokens } from './process-identity.js';
import { revocationsOf, type ReadRevocations } from './revocation-feed.js';
import { isAddress } from './target.js';

const personKeys = {
  AUTH_PROVIDER: z.enum(['local', 'supabase']).default('local'),
  JWT_ISSUER: z.string().min(1).default('lastmile'),
  JWT_AUDIENCE: z.string().min(1).default('lastmile'),
  SUPABASE_URL: z.url().optional(),
};

type Env = Record<string, string | undefined>;

/**
 * Access tokens as the environment says. The keys come from the user service for both providers: one service alone talks to
 * Supabase. Throws ConfigError.
 */
export function personTokens(fetchKeys: () => Promise<JSONWebKeySet>, env?: Env): PersonTokens {
  const config = loadConfig(personKeys, env);
  const keys = fetchedKeys(fetchKeys);
  if (config.AUTH_PROVIDER === 'local') return { keys, issuer: config.JWT_ISSUER, audience: config.JWT_AUDIENCE };
  if (!config.SUPABASE_URL) throw new ConfigError('bad configuration: SUPABASE_URL is not set');
  return {
    keys,
    issuer: new URL('/auth/v1', config.SUPABASE_URL).href,
    audience: 'authenticated',
    algorithms: ['ES256', 'RS256'],
  };
}

/** What a service has to know of people's access tokens. */
export interface People {
  /** The keys that sign them. */
  keys(): Promise<JSONWebKeySet>;
  /** Which of them count no more although they have not expired. */
  readonly revocations: ReadRevocations;
}

/** Asked of the user service at USER_ADDRESS. Throws ConfigError. */
export function peopleFromUserService(service: string, env?: Env): People {
  const wanted = z.string().refine(isAddress, 'wanted a gRPC address such as dns:///user:50052');
  const { USER_ADDRESS: address } = loadConfig({ USER_ADDRESS: wanted }, env);
  const users = createClient(UserServiceService, { address, service });
  // Not within the call that needs it: the answer is for everybody, and asked for in nobody's name.
  const keys = () => runAs(asService(service), () => users.getJsonWebKeySet({}));
  return {
    keys: async () => JSON.parse((await keys()).json) as JSONWebKeySet,
    revocations: revocationsOf(users, service),
  };
}
