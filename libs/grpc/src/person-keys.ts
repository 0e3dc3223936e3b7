// Which access tokens are accepted: those of our own user service, or of Supabase. The same for the gateway and all
// services.
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
 * Settings of access tokens from the environment. For both providers the keys come from the user service, so that only
 * one service calls Supabase. Throws ConfigError.
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

/** What a service needs to verify people's access tokens. */
export interface People {
  /** The keys that sign them. */
  keys(): Promise<JSONWebKeySet>;
  /** Revoked tokens that have not expired. */
  readonly revocations: ReadRevocations;
}

/** Reads from the user service at USER_ADDRESS. Throws ConfigError. */
export function peopleFromUserService(service: string, env?: Env): People {
  const wanted = z.string().refine(isAddress, 'wanted a gRPC address such as dns:///user:50052');
  const { USER_ADDRESS: address } = loadConfig({ USER_ADDRESS: wanted }, env);
  const users = createClient(UserServiceService, { address, service });
  // Not in the context of the current call, because the answer is shared by all calls.
  const keys = () => runAs(asService(service), () => users.getJsonWebKeySet({}));
  return {
    keys: async () => JSON.parse((await keys()).json) as JSONWebKeySet,
    revocations: revocationsOf(users, service),
  };
}
