// Profiles, roles and the first operator over real gRPC.
import { randomUUID } from 'node:crypto';
import { Role } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { startUser, toldEvents, type RunningUserService } from './start-user.js';

const OPERATOR = { OPERATOR_EMAIL: 'Boss@Example.com', OPERATOR_PASSWORD: 'operator password' };
let db: TestDatabase;
let one: RunningUserService;
let two: RunningUserService;
let boss: Caller;

beforeAll(async () => {
  db = await testDatabase('user');
  [one, two] = await Promise.all([startUser(db, OPERATOR), startUser(db, OPERATOR)]);
  boss = await signInBoss();
});
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await db?.close();
});

async function signInBoss(at = one): Promise<Caller> {
  const { user } = await at.client.loginUser({ email: 'boss@example.com', password: OPERATOR.OPERATOR_PASSWORD });
  return { userId: user!.userId, roles: ['operator'] };
}

async function newRider(): Promise<Caller & { email: string }> {
  const email = `${randomUUID()}@example.com`;
  const request = {
    requestId: randomUUID(),
    email,
    password: 'correct horse',
    displayName: 'Ana',
    language: 'ko',
    roles: [],
  };
  const { user } = await one.client.registerUser(request);
  return { userId: user!.userId, roles: ['rider'], email };
}

const roles = (caller: Caller, userId: string, ...wanted: Role[]) =>
  one.client.setUserRole({ requestId: randomUUID(), userId, roles: wanted }, { caller });

describe('the first operator', () => {
  it('is one account, though two replicas made it at once', async () => {
    const rows = await db.admin(`SELECT email, roles FROM "user".users WHERE 'operator' = ANY (roles)`);
    expect(rows).toEqual([{ email: 'boss@example.com', roles: ['operator'] }]);
  });

  it('keeps password and roles when the environment says otherwise later', async () => {
    const { userId, email } = await newRider();
    const three = await startUser(db, { OPERATOR_EMAIL: email, OPERATOR_PASSWORD: 'taking it over' });
    try {
      await expect(three.client.loginUser({ email, password: 'taking it over' })).rejects.toMatchObject({
        reason: 'WRONG_CREDENTIALS',
      });
      const { user } = await three.client.getUserProfile({ userId }, { caller: boss });
      expect(user!.roles).toEqual([Role.ROLE_RIDER]);
    } finally {
      await three.stop();
    }
  });

  it('is refused with a password that is too short, in words that do not show it', async () => {
    const start = startUser(db, { OPERATOR_EMAIL: 'x@example.com', OPERATOR_PASSWORD: 'tiny-one' });
    await expect(start).rejects.toThrow(/OPERATOR_PASSWORD/);
    await expect(start).rejects.not.toThrow(/tiny-one/);
  });
});

describe('GetUserProfile', () => {
  it('shows the caller, and anybody to operators and services', async () => {
    const rider = await newRider();
    const expected = { user: expect.objectContaining({ userId: rider.userId, language: 'ko' }) };
    await expect(one.client.getUserProfile({ userId: '' }, { caller: rider })).resolves.toEqual(expected);
    await expect(one.client.getUserProfile({ userId: rider.userId }, { caller: boss })).resolves.toEqual(expected);
  });

  it('hides others as if they did not exist', async () => {
    const rider = await newRider();
    const ask = (userId: string) =>
      one.client.getUserProfile({ userId }, { caller: rider }).catch((error: { metadata: object }) => ({
        ...error,
        metadata: {},
      }));
    expect(await ask(boss.userId)).toEqual(await ask(randomUUID()));
    expect(await ask(boss.userId)).toMatchObject({ kind: 'not_found', reason: 'USER_NOT_FOUND' });
  });
});

describe('UpdateUserProfile', () => {
  it('changes what is given, keeps the rest, and tells it once however often it is sent', async () => {
    const rider = await newRider();
    const request = { requestId: randomUUID(), displayName: ' Ana María ', language: undefined };
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, i) => (i % 2 ? one : two).client.updateUserProfile(request, { caller: rider })),
    );
    for (const { user } of answers)
      expect(user).toMatchObject({ displayName: 'Ana María', language: 'ko', version: 2 });
    const told = (await toldEvents(db)).filter(
      ({ type, data }) =>
        type === 'user.profile_updated' && (data as { user: { userId: string } }).user.userId === rider.userId,
    );
    expect(told).toHaveLength(1);
    await expect(
      one.client.updateUserProfile({ ...request, displayName: 'Other' }, { caller: rider }),
    ).rejects.toMatchObject({ kind: 'already_exists', reason: 'REQUEST_ID_REUSED' });
  });

  it('writes a language tag the canonical way', async () => {
    const rider = await newRider();
    const { user } = await one.client.updateUserProfile(
      { requestId: randomUUID(), language: 'pt-br' },
      { caller: rider },
    );
    expect(user!.language).toBe('pt-BR');
  });
});

describe('SetUserRole', () => {
  it('replaces the set, and the next access token carries it', async () => {
    const rider = await newRider();
    const { user } = await roles(boss, rider.userId, Role.ROLE_DRIVER, Role.ROLE_RIDER);
    expect(user).toMatchObject({ roles: [Role.ROLE_RIDER, Role.ROLE_DRIVER], version: 2 });
    const { session } = await one.client.loginUser({ email: rider.email, password: 'correct horse' });
    const claims = JSON.parse(Buffer.from(session!.accessToken.split('.')[1]!, 'base64url').toString()) as object;
    expect(claims).toMatchObject({ roles: ['rider', 'driver'] });
  });

  it('is for operators', async () => {
    const rider = await newRider();
    await expect(roles(rider, rider.userId, Role.ROLE_OPERATOR)).rejects.toMatchObject({ kind: 'permission_denied' });
    await expect(roles(boss, randomUUID(), Role.ROLE_DRIVER)).rejects.toMatchObject({ reason: 'USER_NOT_FOUND' });
  });

  it('keeps one operator when two demote each other at the same moment, round after round', async () => {
    const lastOperator = { kind: 'failed_precondition', reason: 'LAST_OPERATOR' };
    await expect(roles(boss, boss.userId, Role.ROLE_RIDER)).rejects.toMatchObject(lastOperator);
    const other = await newRider();
    for (let round = 0; round < 5; round += 1) {
      await roles(boss, other.userId, Role.ROLE_OPERATOR);
      await roles(boss, boss.userId, Role.ROLE_OPERATOR);
      const outcomes = await Promise.allSettled([
        roles(boss, other.userId, Role.ROLE_RIDER),
        roles(boss, boss.userId, Role.ROLE_RIDER),
      ]);
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const [left] = await db.admin<{ n: number }>(
        `SELECT count(*)::int AS n FROM "user".users WHERE 'operator' = ANY (roles)`,
      );
      expect(left!.n).toBe(1);
    }
  });
});
