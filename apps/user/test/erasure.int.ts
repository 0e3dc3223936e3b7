// An erased account: what the user service and its identity provider hold of the person goes, also when the job is cut off.
import { randomUUID } from 'node:crypto';
import { Erasing, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { codeNow, enroll, letStepsPass, outcome, PASSWORD, register, wrongCode, type Person } from './factor-owner.js';
import { GoTrue } from './gotrue.js';
import { startUser, type RunningUserService } from './start-user.js';

/** Access tokens live on for minutes: until then the id stands among those that are worth nothing. */
const REVOKED = ['"user".revocations'];
let db: TestDatabase;
let erasing: Erasing;
let service: RunningUserService;

beforeAll(async () => {
  db = await testDatabase('user');
  erasing = new Erasing(db, 'user');
  service = await startUser(db);
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const erase = ({ userId, caller }: Person, code?: string, password = PASSWORD, requestId: string = randomUUID()) =>
  service.client.eraseUser({ requestId, userId, password, code, client: undefined }, { caller });
const rename = ({ caller }: Person, displayName: string) =>
  service.client.updateUserProfile({ requestId: randomUUID(), displayName }, { caller });
const isCutOff = (said: string) =>
  waitFor(async () => (await erasing.waiting()).some(({ last_error }) => last_error?.includes(said)), {
    what: 'the job is cut off',
  });
/** Runs `act` while nothing can be deleted from the stored outcomes of requests. */
async function whileCutOff(act: () => Promise<unknown>): Promise<void> {
  await db.admin(`CREATE OR REPLACE FUNCTION "user".cut_off() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cut off'; END $$`);
  await db.admin(
    'CREATE TRIGGER cut_off BEFORE DELETE ON "user".requests FOR EACH STATEMENT EXECUTE FUNCTION "user".cut_off()',
  );
  await act().finally(() => db.admin('DROP TRIGGER cut_off ON "user".requests'));
}

test('everything goes: profile, sessions, devices, second factor, attempts, wishes for mails and stored outcomes', async () => {
  const person = await enroll(service, await register(service));
  const name = `Ana ${randomUUID()}`;
  await rename(person, name);
  await service.client.loginUser({ email: person.email, password: PASSWORD, code: person.recoveryCodes[0] });
  await service.client.requestPasswordReset({ email: person.email });
  await outcome(service.client.loginUser({ email: person.email, password: 'not this one' }));
  expect(await erasing.traces(person.userId)).toEqual(
    expect.arrayContaining([
      '"user".users',
      '"user".session_families',
      '"user".known_devices',
      '"user".second_factors',
    ]),
  );
  await erase(person, person.recoveryCodes[1]);
  await erasing.done();
  expect(await erasing.traces(person.userId)).toEqual(REVOKED);
  expect(await erasing.traces(person.email, name)).toEqual([]);
  for (const table of ['refresh_tokens', 'recovery_codes', 'sign_in_attempts', 'account_mails']) {
    expect([table, ...(await db.admin(`SELECT FROM "user".${table}`))]).toEqual([table]);
  }
});

describe('an account with a second factor', () => {
  const owner = async () => enroll(service, await register(service));
  const recoveryCodesLeft = async ({ caller }: Person) =>
    (await service.factors.getSecondFactor({}, { caller })).recoveryCodesLeft;

  test('is erased by the password and a code, and only by both', async () => {
    const person = await owner();
    const [code] = person.recoveryCodes;
    expect(await outcome(erase(person))).toBe('SECOND_FACTOR_REQUIRED');
    expect(await outcome(erase(person, wrongCode(person.secret)))).toBe('SECOND_FACTOR_WRONG');
    // The code that turned the second factor on was used then.
    expect(await outcome(erase(person, codeNow(person.secret)))).toBe('SECOND_FACTOR_WRONG');
    expect(await outcome(erase(person, code, 'not this one'))).toBe('WRONG_CREDENTIALS');
    expect(await recoveryCodesLeft(person)).toBe(10);
    expect(await outcome(service.client.refreshSession({ refreshToken: person.refreshToken }))).toBe('in');
    await letStepsPass(db, person.userId);
    const [key, shown] = [randomUUID(), codeNow(person.secret)];
    expect(await outcome(erase(person, shown, PASSWORD, key))).toBe('in');
    // The first answer may have been lost.
    expect(await outcome(erase(person, shown, PASSWORD, key))).toBe('in');
    const signIn = service.client.loginUser({ email: person.email, password: PASSWORD, code });
    expect(await outcome(signIn)).toBe('WRONG_CREDENTIALS');
  });

  test('takes five wrong codes and no more, also when the code is asked for in between', async () => {
    const person = await owner();
    for (let i = 0; i < 5; i += 1) {
      expect(await outcome(erase(person, wrongCode(person.secret)))).toBe('SECOND_FACTOR_WRONG');
      expect(await outcome(erase(person))).toBe(i < 4 ? 'SECOND_FACTOR_REQUIRED' : 'TOO_MANY_ATTEMPTS');
    }
    expect(await outcome(erase(person, person.recoveryCodes[0]))).toBe('TOO_MANY_ATTEMPTS');
  });

  test('keeps the code when the erasure fails for another reason', async () => {
    const person = await owner();
    await db.admin('ALTER TABLE "user".revocations ADD CONSTRAINT kept CHECK (false) NOT VALID');
    try {
      for (let i = 0; i < 6; i += 1) {
        const said = await outcome(erase(person, person.recoveryCodes[0]));
        expect(['in', 'SECOND_FACTOR_WRONG', 'TOO_MANY_ATTEMPTS']).not.toContain(said);
      }
    } finally {
      await db.admin('ALTER TABLE "user".revocations DROP CONSTRAINT kept');
    }
    expect(await recoveryCodesLeft(person)).toBe(10);
    expect(await outcome(erase(person, person.recoveryCodes[0]))).toBe('in');
  });

  test('is erased by an operator without a code', async () => {
    const person = await owner();
    const caller = { userId: randomUUID(), roles: ['operator' as const] };
    expect(await outcome(erase({ ...person, caller }, undefined, ''))).toBe('in');
  });
});

test('changes of a profile that come while it is erased leave nothing behind', async () => {
  const people = await Promise.all(
    Array.from({ length: 10 }, async () => ({ person: await register(service), name: `Bea ${randomUUID()}` })),
  );
  await Promise.all(
    people.flatMap(({ person, name }, n) => {
      const both = [() => erase(person), () => outcome(rename(person, name))];
      return (n % 2 ? both : both.reverse()).map((act) => act());
    }),
  );
  await erasing.done();
  for (const { person, name } of people) {
    expect(await erasing.traces(person.userId)).toEqual(REVOKED);
    expect(await erasing.traces(person.email, name)).toEqual([]);
  }
});

test('a job that was cut off goes on when the service is started again', async () => {
  const person = await register(service);
  await rename(person, 'Cleo');
  await whileCutOff(async () => {
    await erase(person);
    await isCutOff('cut off');
    await service.stop();
  });
  expect(await erasing.traces(person.userId)).toEqual(expect.arrayContaining(['"user".requests', 'queue']));
  service = await startUser(db);
  await erasing.done();
  expect(await erasing.traces(person.userId)).toEqual(REVOKED);
});

test('what the identity provider keeps goes as soon as it answers', async () => {
  const gotrue = await GoTrue.start();
  const ownDb = await testDatabase('user');
  const hosted = await startUser(ownDb, {
    AUTH_PROVIDER: 'supabase',
    SUPABASE_URL: gotrue.url,
    SUPABASE_ANON_KEY: gotrue.anonKey,
    SUPABASE_SERVICE_ROLE_KEY: gotrue.serviceRoleKey,
  });
  const jobs = new Erasing(ownDb, 'user');
  try {
    const email = `${randomUUID()}@example.com`;
    const { user } = await hosted.client.registerUser({
      ...{ requestId: randomUUID(), email, password: PASSWORD, displayName: 'Dora', language: '', roles: [] },
    });
    expect(gotrue.rolesOf(email)).toEqual(['rider']);
    const { userId } = user!;
    // Of a time when this installation kept the accounts itself: it asks for no code now.
    await ownDb.admin(
      `INSERT INTO "user".second_factors (user_id, sealed_secret, create_time, confirm_time) VALUES ($1, '', now(), now())`,
      [userId],
    );
    const request = { requestId: randomUUID(), userId: '', password: PASSWORD, client: undefined };
    gotrue.refuse.set('DELETE /admin/users/:id', [503, 'request_timeout']);
    await hosted.client.eraseUser(request, { caller: { userId, roles: ['rider'] } });
    await waitFor(async () => (await jobs.waiting()).some(({ attempts, last_error }) => attempts > 0 && last_error), {
      what: 'a failed attempt',
    });
    expect(gotrue.rolesOf(email)).toEqual(['rider']);
    gotrue.refuse.clear();
    await jobs.done();
    expect(gotrue.rolesOf(email)).toBeUndefined();
    expect(await jobs.traces(userId)).toEqual(REVOKED);
  } finally {
    await hosted.stop();
    await ownDb.close();
    await gotrue.stop();
  }
});
