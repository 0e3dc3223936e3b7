// The mails that tell an owner of a change of their second factor, on their way from the change to an SMTP server.
import { MailServer, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import type { Caller } from '@lastmile/auth';
import { codeNow, enroll, fromAddress, outcome, PASSWORD, register, type FactorOwner } from './factor-owner.js';
import { startUser, type RunningUserService } from './start-user.js';

const OPERATOR = { email: 'first@example.com', password: PASSWORD };
const smtp = new MailServer();
let db: TestDatabase;
let service: RunningUserService;
let operator: Caller;

beforeAll(async () => {
  db = await testDatabase('user');
  await smtp.start();
  service = await startUser(db, {
    SMTP_URL: smtp.url,
    MAIL_FROM: 'no-reply@lastmile.example',
    OPERATOR_EMAIL: OPERATOR.email,
    OPERATOR_PASSWORD: OPERATOR.password,
  });
  const { user } = await service.client.loginUser(OPERATOR);
  operator = { userId: user!.userId, roles: ['operator'] };
});
afterAll(async () => {
  await service?.stop();
  await smtp.stop();
  await db?.close();
});

/** Somebody with a second factor; their address is confirmed unless told otherwise. */
async function owner({ isConfirmed = true, language = 'en' } = {}): Promise<FactorOwner> {
  const person = await register(service);
  await db.admin(
    'UPDATE "user".users SET language = $2, email_confirm_time = CASE WHEN $3 THEN now() END WHERE user_id = $1',
    [person.userId, language, isConfirmed],
  );
  return enroll(service, person);
}
const remove = ({ caller }: FactorOwner, code: string) =>
  service.factors.removeSecondFactor({ password: PASSWORD, code, client: undefined }, { caller });
const reset = ({ userId }: FactorOwner) => service.factors.resetSecondFactor({ userId }, { caller: operator });

/** Mails about a second factor to this address, oldest first, once no job for one waits. */
async function mailsTo(email: string): Promise<string[]> {
  const jobs = () =>
    db.admin(`SELECT FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
      WHERE t.identifier = 'user/mail_second_factor'`);
  await waitFor(async () => (await jobs()).length === 0, { what: 'every mail is sent' });
  return smtp.received
    .filter((mail) => mail.to.includes(email) && !/^Subject: Confirm/m.test(mail.text))
    .map(({ text }) => text);
}

it('tell that it was turned on and off, when, and no secret', async () => {
  const person = await owner();
  await remove(person, person.recoveryCodes[0]!);
  const mails = await mailsTo(person.email);
  expect(mails).toHaveLength(2);
  const subjects = mails.map((mail) => /^Subject: (.*)$/m.exec(mail)![1]);
  expect(subjects.sort()).toEqual([
    'A second factor protects your LastMile account now',
    'The second factor of your LastMile account is off',
  ]);
  for (const mail of mails) {
    expect(mail).toMatch(/at \d{4}-\d\d-\d\d\s+\d\d:\d\d\s+UTC/);
    for (const secret of [person.secret, codeNow(person.secret), ...person.recoveryCodes])
      expect(mail).not.toContain(secret);
  }
});

it('tell that an operator reset it, once, in the language of the account', async () => {
  const person = await owner({ language: 'es' });
  await mailsTo(person.email);
  await reset(person);
  await reset(person);
  const mails = await mailsTo(person.email);
  expect(mails).toHaveLength(2);
  expect(mails[1]).toContain('Un operador');
});

it('are not sent to an address that nobody has confirmed', async () => {
  const person = await owner({ isConfirmed: false });
  await reset(person);
  expect(await mailsTo(person.email)).toEqual([]);
});

it('are not sent when nothing came of the change', async () => {
  const person = await owner();
  await mailsTo(person.email);
  expect(await outcome(remove(person, 'WRONG'))).toBe('SECOND_FACTOR_WRONG');
  await db.admin('ALTER TABLE "user".revocations ADD CONSTRAINT broken CHECK (false) NOT VALID');
  const broken = outcome(remove(person, person.recoveryCodes[0]!));
  await broken.finally(() => db.admin('ALTER TABLE "user".revocations DROP CONSTRAINT broken'));
  expect(await broken).not.toBe('in');
  expect(await mailsTo(person.email)).toHaveLength(1);
});

it('are five of a kind in an hour at most', async () => {
  const person = await owner();
  for (let i = 0; i < 6; i += 1) {
    await reset(person);
    const { secret } = await service.factors.beginSecondFactor(
      { password: PASSWORD, client: undefined },
      { caller: person.caller },
    );
    const request = { code: codeNow(secret), keepSessionId: person.sessionId, client: fromAddress('198.51.100.1') };
    await service.factors.confirmSecondFactor(request, { caller: person.caller });
  }
  expect(await mailsTo(person.email)).toHaveLength(10);
});
