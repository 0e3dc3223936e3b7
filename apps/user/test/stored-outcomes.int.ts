// What is kept of commands so that a repeat is answered alike: nothing personal.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { Role } from '@lastmile/contracts';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { startUser, type RunningUserService } from './start-user.js';

const PASSWORD = 'correct horse';

let db: TestDatabase;
let service: RunningUserService;
beforeAll(async () => {
  db = await testDatabase('user');
  service = await startUser(db, { OPERATOR_EMAIL: 'first@example.com', OPERATOR_PASSWORD: PASSWORD });
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

it('names, addresses and passwords are in no stored outcome, and repeats change nothing', async () => {
  const { client } = service;
  const [email, displayName, renamed] = [`${randomUUID()}@example.com`, `Ana ${randomUUID()}`, `Bea ${randomUUID()}`];
  const account = { requestId: randomUUID(), email, password: PASSWORD, displayName, language: 'es', roles: [] };
  const registered = await client.registerUser({ ...account, client: undefined });
  const caller: Caller = { userId: registered.user!.userId, roles: ['rider'] };
  const change = { requestId: randomUUID(), displayName: renamed };
  const changed = await client.updateUserProfile(change, { caller });
  const { user } = await client.loginUser({ email: 'first@example.com', password: PASSWORD, client: undefined });
  const operator: Caller = { userId: user!.userId, roles: ['operator'] };
  const roles = { requestId: randomUUID(), userId: caller.userId, roles: [Role.ROLE_DRIVER] };
  const replaced = await client.setUserRole(roles, { caller: operator });

  const stored = JSON.stringify(await db.admin('SELECT command, outcome FROM "user".requests'));
  expect(stored).toContain(caller.userId);
  for (const text of [email, displayName, renamed, PASSWORD]) expect(stored).not.toContain(text);

  expect(await client.setUserRole(roles, { caller: operator })).toEqual(replaced);
  // The account is told as it is by now.
  expect(await client.updateUserProfile(change, { caller })).toEqual({ user: { ...changed.user, ...replaced.user } });
  expect((await client.registerUser({ ...account, client: undefined })).user).toEqual(replaced.user);
});
