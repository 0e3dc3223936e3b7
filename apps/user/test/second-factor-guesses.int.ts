// Guesses at the codes of a second factor: how many there may be, from where, and what is no guess.
import { randomUUID } from 'node:crypto';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import type { Caller } from '@lastmile/auth';
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
import { startUser, type RunningUserService } from './start-user.js';

const OPERATOR = { email: 'first@example.com', password: PASSWORD };
let db: TestDatabase;
let one: RunningUserService;
let operator: Caller;

beforeAll(async () => {
  db = await testDatabase('user');
  one = await startUser(db, { OPERATOR_EMAIL: OPERATOR.email, OPERATOR_PASSWORD: OPERATOR.password });
  const { user } = await one.client.loginUser(OPERATOR);
  operator = { userId: user!.userId, roles: ['operator'] };
});
afterAll(async () => {
  await one?.stop();
  await db?.close();
});

const owner = async (): Promise<FactorOwner> => enroll(one, await register(one));
const signIn = (email: string, code?: string, client = fromAddress('198.51.100.1')) =>
  one.client.loginUser({ email, password: PASSWORD, code, client });
const begin = ({ caller }: { caller: Caller }, client = fromAddress('198.51.100.1')) =>
  one.factors.beginSecondFactor({ password: PASSWORD, client }, { caller });
const knownDevices = (userId: string) =>
  db.admin('SELECT FROM "user".known_devices WHERE user_id = $1', [userId]).then((rows) => rows.length);

describe('guessing codes', () => {
  it('is stopped after five wrong ones, also from many addresses and when a right password comes between', async () => {
    const { email, userId, secret } = await owner();
    const guesses: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      const client = fromAddress(`203.0.113.${i}`);
      guesses.push(await outcome(signIn(email, wrongCode(secret), client)));
      expect(await outcome(signIn(email, undefined, fromAddress(`203.0.114.${i}`)))).toBe('SECOND_FACTOR_REQUIRED');
    }
    expect(guesses).toEqual([
      ...Array<string>(5).fill('SECOND_FACTOR_WRONG'),
      ...Array<string>(3).fill('TOO_MANY_ATTEMPTS'),
    ]);
    await letStepsPass(db, userId);
    expect(await outcome(signIn(email, codeNow(secret), fromAddress('203.0.115.1')))).toBe('TOO_MANY_ATTEMPTS');
  });

  it('is counted with wrong passwords from one address', async () => {
    const { email, secret } = await owner();
    const client = fromAddress('203.0.113.77');
    const wrong = { email, password: 'not this one', client };
    for (let i = 0; i < 2; i += 1) await outcome(one.client.loginUser(wrong));
    for (let i = 0; i < 3; i += 1) await outcome(signIn(email, wrongCode(secret), client));
    expect(await outcome(signIn(email, undefined, client))).toBe('TOO_MANY_ATTEMPTS');
  });

  it('keeps no known device out', async () => {
    const { email, userId, secret, recoveryCodes } = await owner();
    const { deviceToken } = await signIn(email, recoveryCodes[0]);
    for (let i = 0; i < 6; i += 1) {
      await outcome(signIn(email, wrongCode(secret), fromAddress(`203.0.113.${i}`)));
    }
    await letStepsPass(db, userId);
    const home = fromAddress('203.0.113.1', deviceToken);
    expect(await outcome(signIn(email, codeNow(secret), home))).toBe('in');
  });

  it('is stopped at a known device, too, also when the right password alone is shown in between', async () => {
    const person = await owner();
    const { email, caller, secret } = person;
    const { deviceToken } = await signIn(email, person.recoveryCodes[0]);
    const home = fromAddress('203.0.113.1', deviceToken);
    const erase = () =>
      one.client.eraseUser({ requestId: randomUUID(), userId: '', password: PASSWORD, client: home }, { caller });
    const guesses: string[] = [];
    for (let i = 0; i < 4; i += 1) {
      for (let n = 0; n < 2; n += 1) guesses.push(await outcome(signIn(email, wrongCode(secret), home)));
      expect(['SECOND_FACTOR_ON', 'TOO_MANY_ATTEMPTS']).toContain(await outcome(begin(person, home)));
      expect(['SECOND_FACTOR_REQUIRED', 'TOO_MANY_ATTEMPTS']).toContain(await outcome(erase()));
    }
    expect(guesses).toEqual([
      ...Array<string>(5).fill('SECOND_FACTOR_WRONG'),
      ...Array<string>(3).fill('TOO_MANY_ATTEMPTS'),
    ]);
  });

  it('counts from all addresses together only what came with the right password', async () => {
    const { email, userId, secret } = await owner();
    for (let i = 0; i < 8; i += 1) {
      const client = fromAddress(`203.0.113.${i}`);
      await outcome(one.client.loginUser({ email, password: 'not this one', code: '000000', client }));
    }
    await letStepsPass(db, userId);
    expect(await outcome(signIn(email, codeNow(secret)))).toBe('in');
  });
});

describe('devices that were known before', () => {
  it('are known no more when a second factor is turned on, but for the one that turned it on', async () => {
    const person = await register(one);
    const [home, thief] = [await signIn(person.email), await signIn(person.email)];
    expect(await knownDevices(person.userId)).toBe(3);
    const { email, secret } = await enroll(one, person, fromAddress('198.51.100.1', home.deviceToken));
    expect(await knownDevices(person.userId)).toBe(1);
    for (let i = 0; i < 5; i += 1) {
      await outcome(signIn(email, wrongCode(secret), fromAddress(`203.0.113.${i}`, thief.deviceToken)));
    }
    await letStepsPass(db, person.userId);
    const guess = signIn(email, codeNow(secret), fromAddress('203.0.113.9', thief.deviceToken));
    expect(await outcome(guess)).toBe('TOO_MANY_ATTEMPTS');
    const atHome = fromAddress('203.0.113.9', home.deviceToken);
    expect(await outcome(signIn(email, codeNow(secret), atHome))).toBe('in');
  });

  it('are known no more after a reset by an operator', async () => {
    const person = await owner();
    await signIn(person.email, person.recoveryCodes[0]);
    expect(await knownDevices(person.userId)).toBe(1);
    await one.factors.resetSecondFactor({ userId: person.userId }, { caller: operator });
    expect(await knownDevices(person.userId)).toBe(0);
  });

  it('do not become known by a sign-in without a code while it is turned on', async () => {
    for (let round = 0; round < 5; round += 1) {
      const person = await register(one);
      const { secret } = await begin(person);
      const entering = Array.from({ length: 6 }, (_, i) =>
        outcome(signIn(person.email, undefined, fromAddress(`203.0.113.${i}`))),
      );
      await one.factors.confirmSecondFactor(
        { code: codeNow(secret), keepSessionId: person.sessionId, client: undefined },
        { caller: person.caller },
      );
      await Promise.all(entering);
      expect(await knownDevices(person.userId)).toBe(0);
    }
  });
});

describe('a first code', () => {
  const confirm = ({ caller, sessionId }: FactorOwner, code: string, client = fromAddress('198.51.100.1')) =>
    outcome(one.factors.confirmSecondFactor({ code, keepSessionId: sessionId, client }, { caller }));
  const beginner = async (): Promise<FactorOwner> => {
    const person = await register(one);
    return { ...person, secret: (await begin(person)).secret, recoveryCodes: [] };
  };

  it('is guessed at five times from one place', async () => {
    const person = await beginner();
    for (let i = 0; i < 5; i += 1) expect(await confirm(person, wrongCode(person.secret))).toBe('SECOND_FACTOR_WRONG');
    expect(await confirm(person, codeNow(person.secret))).toBe('TOO_MANY_ATTEMPTS');
  });

  it('is taken from a known device, whatever others guess elsewhere', async () => {
    const person = await beginner();
    const { deviceToken } = await signIn(person.email);
    for (let i = 0; i < 6; i += 1) await confirm(person, wrongCode(person.secret));
    expect(await confirm(person, codeNow(person.secret), fromAddress('198.51.100.1', deviceToken))).toBe('in');
  });

  it('turns on no secret that took the place of the proven one meanwhile', async () => {
    const person = await beginner();
    const [earlier] = await db.admin<{ sealed_secret: string }>(
      'SELECT sealed_secret FROM "user".second_factors WHERE user_id = $1',
      [person.userId],
    );
    const { secret } = await begin(person);
    const confirming = await db.databaseOf('user').transaction(async (tx) => {
      // What a third `begin` does, which has not committed yet.
      await tx.query('UPDATE second_factors SET sealed_secret = $2 WHERE user_id = $1', [
        person.userId,
        earlier!.sealed_secret,
      ]);
      const asked = { outcome: confirm(person, codeNow(secret)) };
      const isHeldUp = () =>
        db.admin(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`);
      await waitFor(async () => (await isHeldUp()).length > 0, { what: 'the confirmation waits' });
      return asked;
    });
    expect(await confirming.outcome).toBe('SECOND_FACTOR_WRONG');
    expect(await one.factors.getSecondFactor({}, { caller: person.caller })).toMatchObject({ isOn: false });
  });
});

describe('a failure that has nothing to do with the code', () => {
  /** Runs `act` while every change of a table fails. */
  const whileBroken = async (table: string, act: () => Promise<unknown>): Promise<void> => {
    await db.admin(`ALTER TABLE "user".${table} ADD CONSTRAINT broken CHECK (false) NOT VALID`);
    await act().finally(() => db.admin(`ALTER TABLE "user".${table} DROP CONSTRAINT broken`));
  };

  it('is no guess, wherever it happens', async () => {
    for (const table of ['second_factors', 'session_families']) {
      const { email, userId, secret } = await owner();
      await letStepsPass(db, userId);
      await whileBroken(table, async () => {
        for (let i = 0; i < 6; i += 1) {
          const refusal = await outcome(signIn(email, codeNow(secret), fromAddress(`203.0.113.${i}`)));
          expect(['in', 'SECOND_FACTOR_WRONG', 'TOO_MANY_ATTEMPTS']).not.toContain(refusal);
        }
      });
      expect(await outcome(signIn(email, codeNow(secret)))).toBe('in');
    }
  });

  it('uses up no recovery code: not at a sign-in, not while it is turned off', async () => {
    const { email, caller, recoveryCodes } = await owner();
    const [code] = recoveryCodes;
    await whileBroken('session_families', async () => expect(await outcome(signIn(email, code))).not.toBe('in'));
    const remove = () =>
      outcome(one.factors.removeSecondFactor({ password: PASSWORD, code: code!, client: undefined }, { caller }));
    await whileBroken('revocations', async () => expect(await remove()).not.toBe('in'));
    expect(await outcome(signIn(email, code))).toBe('in');
  });
});
