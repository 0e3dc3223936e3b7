// The log of what operators do: written with what they do, read by operators, changed by nobody; and how an account ends.
import { randomUUID } from 'node:crypto';
import { asService, type Caller } from '@lastmile/auth';
import { Role } from '@lastmile/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { startUser, toldEvents, type RunningUserService } from './start-user.js';

let db: TestDatabase;
let service: RunningUserService;
beforeAll(async () => {
  db = await testDatabase('user');
  service = await startUser(db, { OPERATOR_EMAIL: 'first@example.com', OPERATOR_PASSWORD: 'correct horse' });
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const PASSWORD = 'correct horse';
async function person(): Promise<Caller & { email: string }> {
  const email = `${randomUUID()}@example.com`;
  const rest = { password: PASSWORD, displayName: 'Ana', language: '', roles: [], client: undefined };
  const { user } = await service.client.registerUser({ requestId: randomUUID(), email, ...rest });
  return { userId: user!.userId, roles: ['rider'], email };
}
async function operator(): Promise<Caller> {
  const { user } = await service.client.loginUser({
    email: 'first@example.com',
    password: PASSWORD,
    client: undefined,
  });
  return { userId: user!.userId, roles: ['operator'] };
}
const anything = { actorId: '', subjectId: '', action: '', fromTime: undefined, toTime: undefined, pageSize: 0 };
const read = async (caller: Caller, asked: object = {}) =>
  service.client.listAuditEntries({ ...anything, pageToken: '', ...asked }, { caller });
const becomes = async (caller: Caller, asked: object, count: number) =>
  waitFor(async () => {
    const { entries } = await read(caller, asked);
    return entries.length === count ? entries : undefined;
  });
const erase = (userId: string, caller: Caller, password = '') =>
  service.client.eraseUser({ requestId: randomUUID(), userId, password, client: undefined }, { caller });

describe('the log', () => {
  it('has one entry for what an operator did, however often it was asked, and one for each refusal', async () => {
    const by = await operator();
    const rider = await person();
    const request = { requestId: randomUUID(), userId: rider.userId, roles: [Role.ROLE_DRIVER] };
    await service.client.setUserRole(request, { caller: by });
    await service.client.setUserRole(request, { caller: by });
    const missing = { ...request, requestId: randomUUID(), userId: randomUUID() };
    await expect(service.client.setUserRole(missing, { caller: by })).rejects.toMatchObject({ kind: 'not_found' });
    const [entry] = await becomes(by, { subjectId: rider.userId }, 1);
    expect(entry).toMatchObject({
      actorId: by.userId,
      actorEmail: 'first@example.com',
      action: 'SetUserRole',
      subjectKind: 'user',
      subjectId: rider.userId,
      subjectEmail: rider.email,
      service: 'user',
      refusal: '',
    });
    expect(await becomes(by, { subjectId: missing.userId }, 1)).toMatchObject([{ refusal: 'USER_NOT_FOUND' }]);
  });

  it('has one entry for whom an operator has read of, however often and at whichever replica', async () => {
    const by = await operator();
    const [rider, other] = [await person(), await person()];
    const second = await startUser(db);
    try {
      for (const { client } of [service, second, service]) {
        for (const { userId } of [rider, other]) await client.getUserProfile({ userId }, { caller: by });
      }
      // Nobody is named who does not exist, and nobody is told of who reads of themselves.
      const missing = randomUUID();
      await expect(service.client.getUserProfile({ userId: missing }, { caller: by })).rejects.toThrow();
      await service.client.getUserProfile({ userId: '' }, { caller: by });
      await service.client.getUserProfile({ userId: '' }, { caller: rider });
      for (const { userId, email } of [rider, other]) {
        const entries = await becomes(by, { subjectId: userId }, 1);
        expect(entries).toMatchObject([
          { action: 'GetUserProfile', subjectEmail: email, actorId: by.userId, refusal: '' },
        ]);
      }
      const pending = async () => (await toldEvents(db)).filter(({ type }) => type === 'user.operator_acted');
      await waitFor(async () => (await pending()).length === 0, { what: 'all is written' });
      for (const { userId } of [rider, other]) expect((await read(by, { subjectId: userId })).entries).toHaveLength(1);
      const reads = { action: 'GetUserProfile' };
      expect((await read(by, { ...reads, subjectId: missing })).entries).toEqual([]);
      expect((await read(by, { ...reads, subjectId: by.userId })).entries).toEqual([]);
      expect((await read(by, { ...reads, actorId: rider.userId })).entries).toEqual([]);
    } finally {
      await second.stop();
    }
  });

  it('says nothing of what riders and drivers do, and is for operators alone', async () => {
    const rider = await person();
    const change = { requestId: randomUUID(), displayName: 'Bea' };
    await service.client.updateUserProfile(change, { caller: rider });
    expect((await read(await operator(), { actorId: rider.userId })).entries).toEqual([]);
    await expect(read(rider)).rejects.toMatchObject({ kind: 'permission_denied' });
  });

  it('is written in the transaction that does it: what is rolled back leaves no entry', async () => {
    const by = await operator();
    await expect(erase(by.userId, by, PASSWORD)).rejects.toMatchObject({ reason: 'LAST_OPERATOR' });
    const entries = await becomes(by, { subjectId: by.userId, action: 'EraseUser' }, 1);
    expect(entries).toMatchObject([{ refusal: 'LAST_OPERATOR' }]);
  });

  it('is read page by page', async () => {
    const by = await operator();
    const rider = await person();
    for (const role of [Role.ROLE_DRIVER, Role.ROLE_RIDER, Role.ROLE_DRIVER]) {
      const request = { requestId: randomUUID(), userId: rider.userId, roles: [role] };
      await service.client.setUserRole(request, { caller: by });
    }
    const all = await becomes(by, { subjectId: rider.userId }, 3);
    const first = await read(by, { subjectId: rider.userId, pageSize: 2 });
    const second = await read(by, { subjectId: rider.userId, pageSize: 2, pageToken: first.nextPageToken });
    expect([...first.entries, ...second.entries]).toEqual(all);
    expect(second.nextPageToken).toBe('');
  });

  it.each([
    [`UPDATE audit.entries SET action = 'nothing'`],
    ['DELETE FROM audit.entries'],
    ['TRUNCATE audit.entries'],
    ['ALTER TABLE audit.entries ADD COLUMN more text'],
    [
      `CREATE TRIGGER t BEFORE INSERT ON audit.entries FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
    ],
  ])('cannot be changed by the service that keeps it: %s', async (sql) => {
    await expect(db.database.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('loses what is old, and nothing younger than a month, whatever it is asked', async () => {
    const [{ gone }] = (await db.admin(`SELECT audit.purge(now() + interval '1 year', 500) AS gone`)) as [
      { gone: string },
    ];
    expect(Number(gone)).toBe(0);
    await db.admin(`UPDATE audit.entries SET record_time = now() - interval '31 days'`);
    await db.database.query(`SELECT audit.purge(now() + interval '1 year', 500)`);
    expect(await db.admin('SELECT FROM audit.entries')).toEqual([]);
  });
});

describe('EraseUser', () => {
  it('ends the account for good: no password, no session, no token opens it, and the address is free', async () => {
    const rider = await person();
    const login = () => service.client.loginUser({ email: rider.email, password: PASSWORD, client: undefined });
    const { session } = await login();
    await erase('', rider, PASSWORD);
    await expect(login()).rejects.toMatchObject({ reason: 'WRONG_CREDENTIALS' });
    const refresh = { refreshToken: session!.refreshToken, client: undefined };
    await expect(service.client.refreshSession(refresh)).rejects.toMatchObject({ kind: 'unauthenticated' });
    const change = { requestId: randomUUID(), displayName: 'Back' };
    await expect(service.client.updateUserProfile(change, { caller: rider })).rejects.toMatchObject({
      reason: 'ACCOUNT_ERASED',
    });
    const told = (await toldEvents(db)).filter(({ type }) => type === 'user.erased');
    expect(told.map(({ data }) => (data as { userId: string }).userId)).toContain(rider.userId);
    const claims = { userId: rider.userId, sessionId: '', accountVersion: 1, issueTime: new Date() };
    await expect(service.client.checkSession(claims, { caller: asService('gateway') })).rejects.toMatchObject({
      kind: 'unauthenticated',
      reason: 'ACCOUNT_ERASED',
    });
    await erase('', rider, PASSWORD);
    const again = { requestId: randomUUID(), email: rider.email, password: PASSWORD, displayName: 'New' };
    const { user } = await service.client.registerUser({ ...again, language: '', roles: [], client: undefined });
    expect(user!.userId).not.toBe(rider.userId);
  });

  it('asks for the password, and counts wrong ones as at sign-in', async () => {
    const rider = await person();
    for (let i = 0; i < 5; i++) {
      await expect(erase('', rider, 'wrong')).rejects.toMatchObject({ reason: 'WRONG_CREDENTIALS' });
    }
    await expect(erase('', rider, PASSWORD)).rejects.toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
  });

  it('leaves one operator of two who erase each other at once', async () => {
    const first = await operator();
    const second = await person();
    const request = { requestId: randomUUID(), userId: second.userId, roles: [Role.ROLE_OPERATOR] };
    await service.client.setUserRole(request, { caller: first });
    const outcomes = await Promise.allSettled([
      erase(second.userId, first),
      erase(first.userId, { userId: second.userId, roles: ['operator'] }),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.admin(`SELECT FROM "user".users WHERE 'operator' = ANY (roles)`)).toHaveLength(1);
  });
});
