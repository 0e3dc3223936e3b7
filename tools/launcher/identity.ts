// Who signs people in, as this shell's environment says: passed on to the services that have to know, and to no other. Pure.

/** Needed with AUTH_PROVIDER=supabase. */
const REQUIRED = ['SUPABASE_URL', 'SUPABASE_ANON_KEY', 'SUPABASE_SERVICE_ROLE_KEY'] as const;

export interface IdentityEnvironment {
  /** For every service: whose tokens count. */
  readonly all: Record<string, string>;
  /** For the user service, which alone holds the keys. */
  readonly user: Record<string, string>;
}

/** @throws Error that says what is missing, rather than signing people in where nobody meant to */
export function identityEnvironment(env: Readonly<Record<string, string | undefined>>): IdentityEnvironment {
  const provider = env.AUTH_PROVIDER ?? '';
  if (provider === '' || provider === 'local') {
    const [stray] = REQUIRED.filter((key) => env[key]);
    if (stray) throw new Error(`${stray} is set without AUTH_PROVIDER=supabase: set that, or unset ${stray}`);
    return { all: {}, user: {} };
  }
  if (provider !== 'supabase') throw new Error('AUTH_PROVIDER must be local or supabase');
  const missing = REQUIRED.filter((key) => !env[key]);
  if (missing.length > 0) throw new Error(`AUTH_PROVIDER=supabase needs ${missing.join(', ')}`);
  const { SUPABASE_URL = '', SUPABASE_ANON_KEY = '', SUPABASE_SERVICE_ROLE_KEY = '', SUPABASE_FORWARD_CLIENT_IP } = env;
  return {
    all: { AUTH_PROVIDER: 'supabase', SUPABASE_URL },
    user: {
      SUPABASE_ANON_KEY,
      SUPABASE_SERVICE_ROLE_KEY,
      ...(SUPABASE_FORWARD_CLIENT_IP && { SUPABASE_FORWARD_CLIENT_IP }),
    },
  };
}
