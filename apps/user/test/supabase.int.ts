// The whole service with AUTH_PROVIDER=supabase: profiles here, passwords and tokens there.
import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import { Role } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { GoTrue } from './gotrue.js';
import { startUser, type RunningUserService } from './start-user.js';

const OPERATOR = { email: 'boss@example.com', password: 'operator password' };
let db: TestDatabase;
let gotrue: GoTrue;
let service: RunningUserService;
let env: Record<string, string>;

beforeAll(async () => {
  [db, gotrue] = await Promise.all([testDatabase('user'), GoTrue.start()]);
  env = {
    AUTH_PROVIDER: 'supabase',
    SUPABASE_URL: gotrue.url,
    SUPABASE_ANON_KEY: gotrue.anonKey,
    SUPABASE_SERVICE_ROLE_KEY: gotrue.serviceRoleKey,
    OPERATOR_EMAIL: OPERATOR.email,
    OPERATOR_PASSWORD: OPERATOR.password,
  };
  service = await startUser(db, env);
});
afterAll(async () => {
  await service?.stop();
  await gotrue?.stop();
  await db?.close();
});

const registration = () => ({
  requestId: randomUUID(),
  email: `${randomUUID()}@example.com`,
  password: 'correct horse',
  displayName: 'Ana',
  language: 'es',
  roles: [Role.ROLE_DRIVER],
});

async function claimsOf(accessToken: string) {
  const { json } = await service.client.getJsonWebKeySet({});
  const keys = createLocalJWKSet(JSON.parse(json) as JSONWebKeySet);
  return (await jwtVerify(accessToken, keys, { issuer: gotrue.issuer, audience: 'authenticated' })).payload;
}

it('makes one account per request id, with its roles in the first token', async () => {
  const request = registration();
  const first = await service.client.registerUser(request);
  const again = await service.client.registerUser(request);
  expect(again.user).toEqual(first.user);
  await expect(claimsOf(first.session!.accessToken)).resolves.toMatchObject({
    sub: first.user!.userId,
    app_metadata: { roles: ['driver'] },
  });
  await expect(service.client.registerUser({ ...request, requestId: randomUUID() })).rejects.toMatchObject({
    reason: 'EMAIL_TAKEN',
  });
});

it('finishes a registration that Supabase had accepted when it was cut off', async () => {
  const request = registration();
  const { session } = await service.client.registerUser(request);
  await db.admin('DELETE FROM "user".users WHERE email = $1', [request.email]);
  await db.admin('DELETE FROM "user".requests WHERE request_id = $1', [request.requestId]);
  const finished = await service.client.registerUser(request);
  expect(finished.user!.userId).toBe((await claimsOf(session!.accessToken)).sub);
});

it('makes the first operator once, whose changes of roles reach the next token', async () => {
  const second = await startUser(db, env);
  await second.stop();
  const { user } = await service.client.loginUser(OPERATOR);
  expect(user!.roles).toEqual([Role.ROLE_OPERATOR]);
  const caller: Caller = { userId: user!.userId, roles: ['operator'] };
  const registered = await service.client.registerUser(registration());
  const { userId } = registered.user!;
  await service.client.setUserRole({ requestId: randomUUID(), userId, roles: [Role.ROLE_RIDER] }, { caller });
  const refreshed = await service.client.refreshSession({ refreshToken: registered.session!.refreshToken });
  await expect(claimsOf(refreshed.session!.accessToken)).resolves.toMatchObject({ app_metadata: { roles: ['rider'] } });
});

describe('a change of roles that Supabase did not hear of', () => {
  const claimed = async (session: { accessToken: string } | undefined) =>
    ((await claimsOf(session!.accessToken)).app_metadata as { roles: string[] }).roles;

  it.each(['sign-in', 'refresh'])('is made good at the next %s, before a token is given out', async (how) => {
    const request = registration();
    const { user, session } = await service.client.registerUser(request);
    const operator = (await service.client.loginUser(OPERATOR)).user!;
    const caller: Caller = { userId: operator.userId, roles: ['operator'] };
    const change = { requestId: randomUUID(), userId: user!.userId, roles: [Role.ROLE_RIDER] };
    gotrue.refuse.set('PUT /admin/users/:id', [500, 'unexpected_failure']);
    try {
      await expect(service.client.setUserRole(change, { caller })).rejects.toMatchObject({ kind: 'unavailable' });
      // And as long as it cannot be made good, there is no token.
      const again = service.client.loginUser({ email: request.email, password: request.password });
      await expect(again).rejects.toMatchObject({ kind: 'unavailable' });
    } finally {
      gotrue.refuse.clear();
    }
    expect(gotrue.rolesOf(request.email)).toEqual(['driver']);
    const answer =
      how === 'sign-in'
        ? await service.client.loginUser({ email: request.email, password: request.password })
        : await service.client.refreshSession({ refreshToken: session!.refreshToken });
    expect([await claimed(answer.session), gotrue.rolesOf(request.email)]).toEqual([['rider'], ['rider']]);
  });
});

it('throttles guesses here, before Supabase hears of them', async () => {
  const { email } = (await service.client.registerUser(registration())).user!;
  const guesses = await Promise.allSettled(
    Array.from({ length: 12 }, () => service.client.loginUser({ email, password: 'not this one' })),
  );
  const reasons = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.reason : 'in'));
  expect(reasons.filter((reason) => reason === 'WRONG_CREDENTIALS')).toHaveLength(5);
  expect(reasons.filter((reason) => reason === 'TOO_MANY_ATTEMPTS')).toHaveLength(7);
});

it('changes nothing while Supabase is away', async () => {
  gotrue.failWith = 503;
  try {
    const request = registration();
    await expect(service.client.registerUser(request)).rejects.toMatchObject({
      kind: 'unavailable',
      reason: 'IDENTITY_PROVIDER_UNAVAILABLE',
    });
    await expect(db.admin('SELECT 1 FROM "user".users WHERE email = $1', [request.email])).resolves.toEqual([]);
  } finally {
    gotrue.failWith = undefined;
  }
});

it('does not start without its keys, and says which are missing', async () => {
  await expect(startUser(db, { AUTH_PROVIDER: 'supabase', SUPABASE_URL: '', SUPABASE_ANON_KEY: '' })).rejects.toThrow(
    /SUPABASE_URL.*SUPABASE_ANON_KEY/,
  );
});

it('does not start with a project that signs with a shared secret, and says so in one line', async () => {
  gotrue.isSymmetric = true;
  try {
    await expect(startUser(db, env)).rejects.toThrow(/^bad configuration: [^\n]*HS256[^\n]*$/);
  } finally {
    gotrue.isSymmetric = false;
  }
});

it('starts while Supabase is away', async () => {
  gotrue.failWith = 503;
  try {
    const { OPERATOR_EMAIL: _email, OPERATOR_PASSWORD: _password, ...rest } = env;
    await (await startUser(db, rest)).stop();
  } finally {
    gotrue.failWith = undefined;
  }
});
