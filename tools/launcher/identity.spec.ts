import { identityEnvironment } from './identity.js';

const KEYS = { SUPABASE_URL: 'https://x.supabase.co', SUPABASE_ANON_KEY: 'a', SUPABASE_SERVICE_ROLE_KEY: 's' };

it('says nothing of a provider that nobody named', () => {
  for (const env of [{}, { AUTH_PROVIDER: '' }, { AUTH_PROVIDER: 'local' }]) {
    expect(identityEnvironment(env)).toEqual({ all: {}, user: {} });
  }
});

it('tells every service whose tokens count, and the user service alone the keys', () => {
  const env = { ...KEYS, AUTH_PROVIDER: 'supabase', SUPABASE_FORWARD_CLIENT_IP: 'true', OTHER: 'x' };
  expect(identityEnvironment(env)).toEqual({
    all: { AUTH_PROVIDER: 'supabase', SUPABASE_URL: KEYS.SUPABASE_URL },
    user: { SUPABASE_ANON_KEY: 'a', SUPABASE_SERVICE_ROLE_KEY: 's', SUPABASE_FORWARD_CLIENT_IP: 'true' },
  });
});

it.each([
  [
    { AUTH_PROVIDER: 'supabase', SUPABASE_URL: KEYS.SUPABASE_URL },
    /needs SUPABASE_ANON_KEY, SUPABASE_SERVICE_ROLE_KEY/,
  ],
  [{ AUTH_PROVIDER: 'Supabase', ...KEYS }, /AUTH_PROVIDER/],
  [KEYS, /SUPABASE_URL is set without AUTH_PROVIDER=supabase/],
])('refuses what is half set, without telling a value', (env, message) => {
  expect(() => identityEnvironment(env)).toThrow(message);
});
