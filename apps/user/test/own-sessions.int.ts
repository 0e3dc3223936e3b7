// People see and end their sessions, and every end stops the access tokens of that session.
import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { Role, type UserServiceService } from '@lastmile/contracts';
import { asService, type Caller } from '@lastmile/auth';
import type { RpcClient } from '@lastmile/grpc';
import { MailServer, testDatabase, type TestDatabase } from '@lastmile/testing';
import { mailedResetToken, startUser, type RunningUserService } from './start-user.js';

const PASSWORD = 'correct horse';
const gateway = { caller: asService('gateway') };

const smtp = new MailServer();
let db: TestDatabase;
let service: RunningUserService;
let client: RpcClient<typeof UserServiceService>;

beforeAll(async () => {
  db = await testDatabase('user');
  await smtp.start();
  service = await startUser(db, { SMTP_URL: smtp.url, MAIL_FROM: 'no-reply@lastmile.example' });
  ({ client } = service);
});
afterAll(async () => {
  await service?.stop();
  await smtp.stop();
  await db?.close();
});

/** Somebody with two sessions, the second on a phone. */
async function twoSessions() {
  const email = `${randomUUID()}@example.com`;
  const { user, session: first } = await client.registerUser({
    ...{ requestId: randomUUID(), email, password: PASSWORD, displayName: 'Ana', language: '', roles: [] },
  });
  const phone = { address: '203.0.113.9', userAgent: 'Phone/1 \u0001é', deviceToken: '' };
  const { session: second } = await client.loginUser({ email, password: PASSWORD, client: phone });
  const caller: Caller = { userId: user!.userId, roles: ['rider'] };
  return { email, caller, first: first!, second: second! };
}

const idOf = (accessToken: string) => decodeJwt(accessToken).session_id as string;

/** What a service that has verified the token would be told. */
function check(accessToken: string) {
  const { sub, session_id, account_version, iat } = decodeJwt(accessToken);
  const claims = { userId: sub!, sessionId: session_id as string, accountVersion: account_version as number };
  return client.checkSession({ ...claims, issueTime: new Date(iat! * 1000) }, gateway).then(
    () => 'alive',
    (error: unknown) => (error as { reason: string }).reason,
  );
}

async function listed(caller: Caller) {
  return (await client.listSessions({}, { caller })).sessions;
}

it('lists the living sessions with what is known of them, the newest used first', async () => {
  const { caller, first, second } = await twoSessions();
  const refreshed = await client.refreshSession({
    refreshToken: first.refreshToken,
    client: { address: '198.51.100.4', userAgent: 'another name', deviceToken: '' },
  });
  const sessions = await listed(caller);
  expect(sessions.map(({ sessionId }) => sessionId)).toEqual([first, second].map((it) => idOf(it.accessToken)));
  expect(sessions[0]).toMatchObject({ address: '198.51.100.4', userAgent: '' });
  expect(sessions[0]!.expireTime).toEqual(refreshed.session!.refreshExpireTime);
  expect(sessions[1]).toMatchObject({ address: '203.0.113.9', userAgent: 'Phone/1 ' });
  expect(sessions[0]!.lastUseTime!.getTime()).toBeGreaterThan(sessions[0]!.createTime!.getTime());
});

it('ends one session, at once and again, and nobody else may', async () => {
  const { caller, first, second } = await twoSessions();
  const sessionId = idOf(second.accessToken);
  const stranger: Caller = (await twoSessions()).caller;
  await expect(client.endSession({ sessionId }, { caller: stranger })).rejects.toMatchObject({
    reason: 'SESSION_NOT_FOUND',
  });
  expect(await check(second.accessToken)).toBe('alive');
  await client.endSession({ sessionId }, { caller });
  await client.endSession({ sessionId }, { caller });
  expect(await check(second.accessToken)).toBe('SESSION_REVOKED');
  await expect(client.refreshSession({ refreshToken: second.refreshToken })).rejects.toMatchObject({
    reason: 'SESSION_REVOKED',
  });
  expect((await listed(caller)).map((it) => it.sessionId)).toEqual([idOf(first.accessToken)]);
  expect(await check(first.accessToken)).toBe('alive');
});

it('ends all others, and knows no device any more', async () => {
  const { email, caller, first, second } = await twoSessions();
  await client.endOtherSessions({ keepSessionId: idOf(first.accessToken) }, { caller });
  expect(await check(first.accessToken)).toBe('alive');
  expect(await check(second.accessToken)).toBe('SESSION_REVOKED');
  const [row] = await db.admin<{ devices: string }>(
    'SELECT count(*) AS devices FROM "user".known_devices JOIN "user".users USING (user_id) WHERE email = $1',
    [email],
  );
  expect(Number(row!.devices)).toBe(0);
});

it.each([
  [
    'sign-out',
    async ({ second }: Awaited<ReturnType<typeof twoSessions>>) => {
      await client.logoutUser({ refreshToken: second.refreshToken });
    },
  ],
  [
    'a reset of the password',
    async ({ email }: Awaited<ReturnType<typeof twoSessions>>) => {
      await client.requestPasswordReset({ email });
      await client.resetPassword({ resetToken: await mailedResetToken(smtp, email), newPassword: 'a better password' });
    },
  ],
  [
    'a refresh token that two had',
    async ({ second }: Awaited<ReturnType<typeof twoSessions>>) => {
      await client.refreshSession({ refreshToken: second.refreshToken });
      await db.admin(`UPDATE "user".refresh_tokens SET use_time = use_time - interval '1 minute'`);
      await client.refreshSession({ refreshToken: second.refreshToken }).catch(() => undefined);
    },
  ],
  [
    'the loss of a role',
    async ({ caller }: Awaited<ReturnType<typeof twoSessions>>) => {
      const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
      const request = { requestId: randomUUID(), userId: caller.userId, roles: [Role.ROLE_DRIVER] };
      await client.setUserRole(request, { caller: operator });
    },
  ],
])('stops access tokens after %s, and tells whoever asks what is new', async (_, act) => {
  const before = await client.listRevocations({ pageSize: 0, pageToken: '' }, gateway);
  const people = await twoSessions();
  await act(people);
  expect(await check(people.second.accessToken)).toBe('SESSION_REVOKED');
  const { revocations } = await client.listRevocations(
    { sinceTime: before.nextSinceTime, pageSize: 0, pageToken: '' },
    gateway,
  );
  const { userId } = people.caller;
  expect(revocations.filter((it) => it.userId === userId).length).toBeGreaterThan(0);
});

it('tells what was revoked in pages, and in the next list what was recorded while they were read', async () => {
  const record = (from: number, to: number) =>
    db.admin(
      `INSERT INTO "user".revocations (user_id, below_version, revoke_time, expire_time)
       SELECT gen_random_uuid(), version, now(), now() + interval '1 hour' FROM generate_series($1::int, $2::int) AS version`,
      [from, to],
    );
  const list = (sinceTime: Date | undefined, pageSize: number, pageToken: string) =>
    client.listRevocations({ sinceTime, pageSize, pageToken }, gateway);
  const versions = (page: { revocations: { belowVersion: number }[] }) =>
    page.revocations.map(({ belowVersion }) => belowVersion).filter((version) => version > 1_000_000);
  const { nextSinceTime: start } = await list(undefined, 0, '');
  await record(1_000_001, 1_000_003);
  const first = await list(start, 5_000, '');
  expect(versions(first)).toEqual([1_000_001, 1_000_002, 1_000_003]);
  expect(first.nextPageToken).toBe('');

  const seen: number[] = [];
  let page = await list(start, 1, '');
  const { nextSinceTime } = page;
  await record(1_000_004, 1_000_004);
  for (;;) {
    expect(page.revocations).toHaveLength(1);
    expect(page.nextSinceTime).toEqual(nextSinceTime);
    seen.push(...versions(page));
    if (page.nextPageToken === '') break;
    page = await list(start, 1, page.nextPageToken);
  }
  expect(seen.slice(0, 3)).toEqual([1_000_001, 1_000_002, 1_000_003]);
  expect(versions(await list(nextSinceTime, 5_000, ''))).toContain(1_000_004);

  // As many as gRPC's 4 MiB hold with room to spare, whoever asks for more.
  await record(1_000_005, 1_006_000);
  expect((await list(undefined, 0, '')).revocations).toHaveLength(1_000);
  expect((await list(undefined, 1_000_000, '')).revocations).toHaveLength(5_000);
});

it('leaves tokens alone that were signed after a loss of roles, and those of a gain', async () => {
  const { email, caller, first } = await twoSessions();
  const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
  const setRoles = (roles: Role[]) =>
    client.setUserRole({ requestId: randomUUID(), userId: caller.userId, roles }, { caller: operator });
  await setRoles([Role.ROLE_RIDER, Role.ROLE_DRIVER]);
  expect(await check(first.accessToken)).toBe('alive');
  await setRoles([Role.ROLE_DRIVER]);
  expect(await check(first.accessToken)).toBe('SESSION_REVOKED');
  const { session } = await client.loginUser({ email, password: PASSWORD });
  expect(await check(session!.accessToken)).toBe('alive');
  const { session: renewed } = await client.refreshSession({ refreshToken: first.refreshToken });
  expect(await check(renewed!.accessToken)).toBe('alive');
});
