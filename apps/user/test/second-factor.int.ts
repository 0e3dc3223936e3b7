// A second factor over real gRPC: how it is turned on, what its codes are good for, once, and who takes it away.
import { randomUUID } from 'node:crypto';
import { MailServer, ManualClock, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import type { Caller } from '@lastmile/auth';
import { UserPersonalData } from '../src/privacy/personal-data.repository.js';
import {
  codeNow,
  enroll,
  fromAddress,
  letStepsPass,
  outcome,
  PASSWORD,
  register,
  wrongCode,
  type FactorOwner,
} from './factor-owner.js';
import { mailedResetToken, SECRETS_KEY, startUser, testConfig, type RunningUserService } from './start-user.js';

const smtp = new MailServer();
const OPERATOR = { email: 'first@example.com', password: PASSWORD };
let db: TestDatabase;
let one: RunningUserService;
let two: RunningUserService;
let operator: Caller;

beforeAll(async () => {
  db = await testDatabase('user');
  await smtp.start();
  const env = {
    SMTP_URL: smtp.url,
    MAIL_FROM: 'no-reply@lastmile.example',
    OPERATOR_EMAIL: OPERATOR.email,
    OPERATOR_PASSWORD: OPERATOR.password,
  };
  [one, two] = await Promise.all([startUser(db, env), startUser(db, env)]);
  const { user } = await one.client.loginUser(OPERATOR);
  operator = { userId: user!.userId, roles: ['operator'] };
});
afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await smtp.stop();
  await db?.close();
});

const owner = async (): Promise<FactorOwner> => enroll(one, await register(one));
const signIn = (email: string, code?: string, { at = one, client = fromAddress('198.51.100.1') } = {}) =>
  at.client.loginUser({ email, password: PASSWORD, code, client });
const summary = async (caller: Caller) => one.factors.getSecondFactor({}, { caller });
const refresh = (refreshToken: string) => outcome(one.client.refreshSession({ refreshToken }));

describe('turning it on', () => {
  it('takes the password and a first code, and tells ten recovery codes', async () => {
    const person = await register(one);
    const { caller, sessionId: keepSessionId } = person;
    expect(await summary(caller)).toEqual({ isOn: false, recoveryCodesLeft: 0, isRequired: false });
    const begin = (password: string) => one.factors.beginSecondFactor({ password, client: undefined }, { caller });
    expect(await outcome(begin('not this one'))).toBe('WRONG_CREDENTIALS');
    const { secret, otpauthUri } = await begin(PASSWORD);
    expect(otpauthUri).toContain(secret);

    expect(await outcome(signIn(person.email))).toBe('in');
    const confirm = (code: string) =>
      one.factors.confirmSecondFactor({ code, keepSessionId, client: undefined }, { caller });
    expect(await outcome(confirm(wrongCode(secret)))).toBe('SECOND_FACTOR_WRONG');
    expect((await summary(caller)).isOn).toBe(false);
    const { recoveryCodes } = await confirm(codeNow(secret));
    expect(new Set(recoveryCodes).size).toBe(10);
    const now = await summary(caller);
    expect(now).toMatchObject({ isOn: true, recoveryCodesLeft: 10 });
    expect(Date.now() - now.confirmTime!.getTime()).toBeLessThan(60_000);

    expect(await outcome(begin(PASSWORD))).toBe('SECOND_FACTOR_ON');
    expect(await outcome(confirm(codeNow(secret)))).toBe('SECOND_FACTOR_ON');
  });

  it('takes the newest secret only, and no secret that is an hour old', async () => {
    const person = await register(one);
    const { caller, sessionId: keepSessionId } = person;
    const begin = () => one.factors.beginSecondFactor({ password: PASSWORD, client: undefined }, { caller });
    const confirm = (secret: string) =>
      outcome(one.factors.confirmSecondFactor({ code: codeNow(secret), keepSessionId, client: undefined }, { caller }));
    expect(await confirm('JBSWY3DPEHPK3PXP')).toBe('SECOND_FACTOR_NOT_BEGUN');
    const { secret: old } = await begin();
    const { secret } = await begin();
    expect(await confirm(old)).toBe('SECOND_FACTOR_WRONG');
    const age = `UPDATE "user".second_factors SET create_time = create_time - $2::interval WHERE user_id = $1`;
    await db.admin(age, [person.userId, '1 hour']);
    expect(await confirm(secret)).toBe('SECOND_FACTOR_NOT_BEGUN');
    await db.admin(age, [person.userId, '-1 hour']);
    expect(await confirm(secret)).toBe('in');
  });

  it('ends the other sessions, and of two confirmations at once one counts', async () => {
    const person = await register(one);
    const { caller, sessionId: keepSessionId } = person;
    const { session: other } = await signIn(person.email);
    const { secret } = await one.factors.beginSecondFactor({ password: PASSWORD, client: undefined }, { caller });
    const request = { code: codeNow(secret), keepSessionId, client: undefined };
    const both = [one, two].map(({ factors }) => outcome(factors.confirmSecondFactor(request, { caller })));
    expect((await Promise.all(both)).sort()).toEqual(['SECOND_FACTOR_ON', 'in']);
    expect(await refresh(other!.refreshToken)).toBe('SESSION_REVOKED');
    expect(await refresh(person.refreshToken)).toBe('in');
  });

  it('leaves no session that was opened without a code while it was turned on', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await register(one);
      const { caller, sessionId: keepSessionId } = person;
      const { secret } = await one.factors.beginSecondFactor({ password: PASSWORD, client: undefined }, { caller });
      const entering = Array.from({ length: 4 }, (_, i) =>
        signIn(person.email, undefined, { at: i % 2 ? one : two, client: fromAddress(`203.0.113.${i}`) }).catch(
          () => undefined,
        ),
      );
      await one.factors.confirmSecondFactor({ code: codeNow(secret), keepSessionId, client: undefined }, { caller });
      const entered = (await Promise.all(entering)).flatMap((answer) => answer?.session?.refreshToken ?? []);
      for (const token of entered) expect(await refresh(token)).toBe('SESSION_REVOKED');
      expect(await outcome(signIn(person.email))).toBe('SECOND_FACTOR_REQUIRED');
    }
  });
});

describe('signing in', () => {
  it('asks for a code after the right password only, and refreshes without one', async () => {
    const { email, userId, secret } = await owner();
    expect(await outcome(signIn(email))).toBe('SECOND_FACTOR_REQUIRED');
    expect(await outcome(one.client.loginUser({ email, password: 'not this one' }))).toBe('WRONG_CREDENTIALS');
    const both = { email, password: 'not this one', code: codeNow(secret) };
    expect(await outcome(one.client.loginUser(both))).toBe('WRONG_CREDENTIALS');
    await letStepsPass(db, userId);
    const { session, secondFactorNeeded } = await signIn(email, codeNow(secret));
    expect(secondFactorNeeded).toBe(false);
    expect(await refresh(session!.refreshToken)).toBe('in');
  });

  it('without a code is no guess, however often', async () => {
    const { email, userId, secret } = await owner();
    for (let i = 0; i < 6; i += 1) expect(await outcome(signIn(email))).toBe('SECOND_FACTOR_REQUIRED');
    await letStepsPass(db, userId);
    expect(await outcome(signIn(email, codeNow(secret)))).toBe('in');
  });

  it('takes a code once, also at two replicas at once', async () => {
    const { email, userId, secret } = await owner();
    expect(await outcome(signIn(email, codeNow(secret)))).toBe('SECOND_FACTOR_WRONG');
    await letStepsPass(db, userId);
    const code = codeNow(secret);
    const tries = Array.from({ length: 4 }, (_, i) =>
      outcome(signIn(email, code, { at: i % 2 ? one : two, client: fromAddress(`203.0.113.${i}`) })),
    );
    expect((await Promise.all(tries)).sort()).toEqual([...Array<string>(3).fill('SECOND_FACTOR_WRONG'), 'in']);
  });

  it('takes no code of an earlier step than the last one used', async () => {
    const { email, userId, secret } = await owner();
    await db.admin('UPDATE "user".second_factors SET last_step = last_step + 5 WHERE user_id = $1', [userId]);
    expect(await outcome(signIn(email, codeNow(secret)))).toBe('SECOND_FACTOR_WRONG');
  });

  it('takes each recovery code once, as people type it', async () => {
    const { email, caller, recoveryCodes } = await owner();
    const [first, second] = recoveryCodes as [string, string];
    const tries = [one, two].map((at) => outcome(signIn(email, first, { at })));
    expect((await Promise.all(tries)).sort()).toEqual(['SECOND_FACTOR_WRONG', 'in']);
    expect(await outcome(signIn(email, ` ${second.toLowerCase().replaceAll('-', ' ')}`))).toBe('in');
    expect(await outcome(signIn(email, second))).toBe('SECOND_FACTOR_WRONG');
    expect((await summary(caller)).recoveryCodesLeft).toBe(8);
  });

  it('takes no code of another account', async () => {
    const [ana, bea] = [await owner(), await owner()];
    await letStepsPass(db, ana.userId);
    expect(await outcome(signIn(ana.email, bea.recoveryCodes[0]))).toBe('SECOND_FACTOR_WRONG');
    expect(await outcome(signIn(ana.email, codeNow(bea.secret)))).toBe('SECOND_FACTOR_WRONG');
  });
});

describe('new recovery codes and turning it off', () => {
  it('gives new codes for a code of the authenticator, and the old ones count no more', async () => {
    const { email, userId, caller, recoveryCodes, secret } = await owner();
    const renew = (code: string) => one.factors.renewRecoveryCodes({ code, client: undefined }, { caller });
    await letStepsPass(db, userId);
    expect(await outcome(renew(wrongCode(secret)))).toBe('SECOND_FACTOR_WRONG');
    const { recoveryCodes: fresh } = await renew(codeNow(secret));
    expect(fresh).toHaveLength(10);
    expect(await outcome(signIn(email, recoveryCodes[1]))).toBe('SECOND_FACTOR_WRONG');
    expect(await outcome(signIn(email, fresh[1]))).toBe('in');
  });

  it('gives no new codes for a recovery code, which is good afterwards', async () => {
    const { email, caller, recoveryCodes } = await owner();
    const request = { code: recoveryCodes[0]!, client: undefined };
    expect(await outcome(one.factors.renewRecoveryCodes(request, { caller }))).toBe('SECOND_FACTOR_WRONG');
    expect((await summary(caller)).recoveryCodesLeft).toBe(10);
    expect(await outcome(signIn(email, recoveryCodes[0]))).toBe('in');
  });

  it('is turned off with password and code, and both are guessed at as at a sign-in', async () => {
    const { email, caller, recoveryCodes, secret } = await owner();
    const remove = (password: string, code: string) =>
      outcome(one.factors.removeSecondFactor({ password, code, client: undefined }, { caller }));
    expect(await remove('not this one', recoveryCodes[0]!)).toBe('WRONG_CREDENTIALS');
    expect(await remove(PASSWORD, wrongCode(secret))).toBe('SECOND_FACTOR_WRONG');
    expect(await remove(PASSWORD, recoveryCodes[0]!)).toBe('in');
    expect(await remove(PASSWORD, recoveryCodes[1]!)).toBe('SECOND_FACTOR_OFF');
    expect(await outcome(signIn(email))).toBe('in');

    const guessed = await owner();
    const guess = () =>
      outcome(
        one.factors.renewRecoveryCodes(
          { code: wrongCode(guessed.secret), client: undefined },
          { caller: guessed.caller },
        ),
      );
    for (let i = 0; i < 5; i += 1) expect(await guess()).toBe('SECOND_FACTOR_WRONG');
    expect(await guess()).toBe('TOO_MANY_ATTEMPTS');
  });

  it('outlasts a new password', async () => {
    const { email, recoveryCodes } = await owner();
    await one.client.requestPasswordReset({ email });
    const newPassword = 'another horse of mine';
    await one.client.resetPassword({ resetToken: await mailedResetToken(smtp, email), newPassword });
    const again = (code?: string) => outcome(one.client.loginUser({ email, password: newPassword, code }));
    expect(await again()).toBe('SECOND_FACTOR_REQUIRED');
    expect(await again(recoveryCodes[0])).toBe('in');
  });
});

describe('a reset by an operator', () => {
  const reset = (caller: Caller, userId: string) => outcome(one.factors.resetSecondFactor({ userId }, { caller }));

  it('takes it away and ends all sessions, once, and is written down', async () => {
    const { email, userId, refreshToken } = await owner();
    expect(await reset(operator, userId)).toBe('in');
    expect(await refresh(refreshToken)).toBe('SESSION_REVOKED');
    expect(await outcome(signIn(email))).toBe('in');
    const entered = await signIn(email);
    expect(await reset(operator, userId)).toBe('in');
    expect(await refresh(entered.session!.refreshToken)).toBe('in');
    const asked = {
      ...{ actorId: '', subjectId: userId, action: 'ResetSecondFactor' },
      ...{ fromTime: undefined, toTime: undefined, pageSize: 0, pageToken: '' },
    };
    const entries = await waitFor(async () => {
      const log = await one.client.listAuditEntries(asked, { caller: operator });
      return log.entries.length === 2 ? log.entries : undefined;
    });
    expect(entries[0]).toMatchObject({ actorEmail: OPERATOR.email, subjectEmail: email, refusal: '' });
  });

  it('is for operators, not for their own, and for accounts that exist', async () => {
    const person = await owner();
    expect(await reset(person.caller, person.userId)).toBe('PERMISSION_DENIED');
    expect(await reset((await register(one)).caller, person.userId)).toBe('PERMISSION_DENIED');
    expect(await reset(operator, operator.userId)).toBe('OWN_SECOND_FACTOR');
    expect(await reset(operator, randomUUID())).toBe('USER_NOT_FOUND');
    expect(await outcome(signIn(person.email))).toBe('SECOND_FACTOR_REQUIRED');
  });
});

describe('secrets', () => {
  it('stand in no table, no job and no log of requests', async () => {
    const { secret, recoveryCodes, email } = await owner();
    await signIn(email, recoveryCodes[0]);
    const [dump] = await db.admin<{ text: string }>(
      `SELECT string_agg(query_to_xml(format('SELECT * FROM %I.%I', schemaname, tablename), true, false, '')::text, '')
         AS text FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    expect(dump!.text).toContain(email);
    expect(dump!.text).not.toContain(secret);
    for (const code of recoveryCodes) {
      expect(dump!.text).not.toContain(code);
      expect(dump!.text).not.toContain(code.replaceAll('-', ''));
    }
  });

  it('open for their own account only', async () => {
    const [ana, bea] = [await owner(), await owner()];
    await db.admin(
      `UPDATE "user".second_factors SET last_step = 0, sealed_secret =
         (SELECT sealed_secret FROM "user".second_factors WHERE user_id = $2) WHERE user_id = $1`,
      [ana.userId, bea.userId],
    );
    expect(await outcome(signIn(ana.email, codeNow(bea.secret)))).not.toBe('in');
  });

  it('open after USER_SECRETS_KEY was changed, and are sealed anew', async () => {
    const ownDb = await testDatabase('user');
    const newKey = Buffer.alloc(32, 9).toString('base64');
    const withKey = async <T>(key: string, act: (service: RunningUserService) => Promise<T>): Promise<T> => {
      const service = await startUser(ownDb, { USER_SECRETS_KEY: key });
      return act(service).finally(() => service.stop());
    };
    try {
      const ana = await withKey(SECRETS_KEY, async (service) => enroll(service, await register(service)));
      for (const key of [`${newKey},${SECRETS_KEY}`, newKey]) {
        await letStepsPass(ownDb, ana.userId);
        expect(await withKey(key, (at) => outcome(signIn(ana.email, codeNow(ana.secret), { at })))).toBe('in');
      }
    } finally {
      await ownDb.close();
    }
  });

  it('go with the account, and a copy of its data says only that there are some', async () => {
    const { caller, userId, secret, recoveryCodes } = await owner();
    const { sections } = new UserPersonalData(db.database, new ManualClock(new Date()), testConfig());
    const records = await sections.find(({ name }) => name === 'secondFactor')!.read(userId, '', 10);
    expect(records).toEqual([
      {
        key: userId,
        record: {
          create_time: expect.any(String) as string,
          confirm_time: expect.any(String) as string,
          recovery_codes_left: 10,
        },
      },
    ]);
    expect(JSON.stringify(records)).not.toContain(secret);
    const [code] = recoveryCodes;
    const erasure = { requestId: randomUUID(), userId, password: PASSWORD, code, client: undefined };
    await one.client.eraseUser(erasure, { caller });
    for (const table of ['second_factors', 'recovery_codes']) {
      expect(await db.admin(`SELECT FROM "user".${table} WHERE user_id = $1`, [userId])).toEqual([]);
    }
  });
});
