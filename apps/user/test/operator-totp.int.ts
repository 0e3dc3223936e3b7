// REQUIRE_OPERATOR_TOTP: nobody is an operator by password alone, and everybody else notices nothing.
import { Role } from '@lastmile/contracts';
import { asService, type Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { decodeJwt } from 'jose';
import { codeNow, enroll, letStepsPass, PASSWORD, register, rolesOf, sessionIdOf } from './factor-owner.js';
import { startUser, type RunningUserService } from './start-user.js';

const OPERATOR = { email: 'first@example.com', password: PASSWORD };
const env = { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password };
let db: TestDatabase;
/** Replicas of an installation before and after it was switched on. */
let before: RunningUserService;
let after: RunningUserService;

beforeAll(async () => {
  db = await testDatabase('user');
  before = await startUser(db, env);
  after = await startUser(db, { ...env, REQUIRE_OPERATOR_TOTP: 'true' });
});
afterAll(async () => {
  await Promise.all([before?.stop(), after?.stop()]);
  await db?.close();
});

const signIn = (code?: string, at = after) => at.client.loginUser({ ...OPERATOR, code });
const refresh = (refreshToken: string, at = after) => at.client.refreshSession({ refreshToken });

/** What the gateway is told of an operator's token at each use. */
function check(accessToken: string): Promise<string> {
  const { sub, session_id, account_version, iat } = decodeJwt(accessToken);
  const claims = { userId: sub!, sessionId: session_id as string, accountVersion: account_version as number };
  return after.client
    .checkSession({ ...claims, issueTime: new Date(iat! * 1000) }, { caller: asService('gateway') })
    .then(
      () => 'good',
      (error: unknown) => (error as { reason: string }).reason,
    );
}

it('the first operator signs in, is told what is missing, turns it on, and has the role with the next refresh', async () => {
  const { user, session, secondFactorNeeded } = await signIn();
  expect(user!.roles).toEqual([Role.ROLE_OPERATOR]);
  expect(secondFactorNeeded).toBe(true);
  expect(rolesOf(session!.accessToken)).toEqual([]);
  const again = await refresh(session!.refreshToken);
  expect(again.secondFactorNeeded).toBe(true);
  expect(rolesOf(again.session!.accessToken)).toEqual([]);

  const caller: Caller = { userId: user!.userId, roles: [] };
  await expect(after.factors.getSecondFactor({}, { caller })).resolves.toMatchObject({ isOn: false, isRequired: true });
  const { secret } = await enroll(after, { caller, sessionId: sessionIdOf(session!.accessToken) });
  const refreshed = await refresh(again.session!.refreshToken);
  expect(refreshed.secondFactorNeeded).toBe(false);
  expect(rolesOf(refreshed.session!.accessToken)).toEqual(['operator']);

  await expect(signIn()).rejects.toMatchObject({ kind: 'unauthenticated', reason: 'SECOND_FACTOR_REQUIRED' });
  await letStepsPass(db, caller.userId);
  const entered = await signIn(codeNow(secret));
  expect(entered.secondFactorNeeded).toBe(false);
  expect(rolesOf(entered.session!.accessToken)).toEqual(['operator']);

  // Turned off again: tokens with the role are worth nothing from that moment, and the next is without.
  expect(await check(entered.session!.accessToken)).toBe('good');
  await letStepsPass(db, caller.userId);
  const removal = { password: PASSWORD, code: codeNow(secret), client: undefined };
  await after.factors.removeSecondFactor(removal, { caller });
  expect(await check(entered.session!.accessToken)).toBe('SESSION_REVOKED');
  const without = await refresh(entered.session!.refreshToken);
  expect(without.secondFactorNeeded).toBe(true);
  expect(rolesOf(without.session!.accessToken)).toEqual([]);
});

it('a session from before loses the role at its next refresh, and nobody loses it where nothing is required', async () => {
  const { session, secondFactorNeeded } = await signIn(undefined, before);
  expect(secondFactorNeeded).toBe(false);
  expect(rolesOf(session!.accessToken)).toEqual(['operator']);
  const same = await refresh(session!.refreshToken, before);
  expect(rolesOf(same.session!.accessToken)).toEqual(['operator']);
  const next = await refresh(same.session!.refreshToken, after);
  expect(next.secondFactorNeeded).toBe(true);
  expect(rolesOf(next.session!.accessToken)).toEqual([]);
});

it('somebody who becomes an operator keeps the other roles, and has this one with a second factor', async () => {
  const { user } = await signIn(undefined, before);
  const operator: Caller = { userId: user!.userId, roles: ['operator'] };
  const ana = await register(after);
  const roles = [Role.ROLE_RIDER, Role.ROLE_OPERATOR];
  await after.client.setUserRole({ requestId: 'make-ana-operator', userId: ana.userId, roles }, { caller: operator });
  const next = await refresh(ana.refreshToken);
  expect(next.user!.roles).toEqual(roles);
  expect(next.secondFactorNeeded).toBe(true);
  expect(rolesOf(next.session!.accessToken)).toEqual(['rider']);
  await enroll(after, ana);
  const with_ = await refresh(next.session!.refreshToken);
  expect(rolesOf(with_.session!.accessToken)).toEqual(['rider', 'operator']);
});

it('riders and drivers need none, may have one, and lose nothing with it', async () => {
  const rider = await register(after);
  const next = await refresh(rider.refreshToken);
  expect(next.secondFactorNeeded).toBe(false);
  expect(rolesOf(next.session!.accessToken)).toEqual(['rider']);
  const { recoveryCodes, caller } = await enroll(after, rider);
  await expect(after.factors.getSecondFactor({}, { caller })).resolves.toMatchObject({ isOn: true, isRequired: false });
  const entered = await after.client.loginUser({ email: rider.email, password: PASSWORD, code: recoveryCodes[0] });
  expect(rolesOf(entered.session!.accessToken)).toEqual(['rider']);
});

it('is not promised where it cannot be kept', async () => {
  const supabase = {
    AUTH_PROVIDER: 'supabase',
    SUPABASE_URL: 'http://127.0.0.1:9',
    SUPABASE_ANON_KEY: 'x',
    SUPABASE_SERVICE_ROLE_KEY: 'x',
  };
  await expect(startUser(db, { ...supabase, REQUIRE_OPERATOR_TOTP: 'true' })).rejects.toMatchObject({
    name: 'ConfigError',
    message: expect.stringContaining('REQUIRE_OPERATOR_TOTP'),
  });
});
