// Whose address an account has: asked by mail, answered by the link, and told to others, who mail nobody before.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { MailServer, testDatabase, waitFor, whereIs, type TestDatabase } from '@lastmile/testing';
import { MOST_MAILS_AN_HOUR } from '../src/identity/account-mail.repository.js';
import { mailedResetToken, startUser, tokenIn, toldEvents, type RunningUserService } from './start-user.js';

const PASSWORD = 'correct horse';
const smtp = new MailServer();
let db: TestDatabase;
let service: RunningUserService;

beforeAll(async () => {
  db = await testDatabase('user');
  await smtp.start();
  const env = { SMTP_URL: smtp.url, MAIL_FROM: 'no-reply@lastmile.example' };
  service = await startUser(db, { ...env, EMAIL_CONFIRMATION_URL: 'https://app.example/confirm-email' });
});
afterAll(async () => {
  await service?.stop();
  await smtp.stop();
  await db?.close();
});
beforeEach(() => smtp.received.splice(0));

async function register() {
  const email = `${randomUUID()}@example.com`;
  const { user } = await service.client.registerUser({
    ...{ requestId: randomUUID(), email, password: PASSWORD, displayName: 'Visit evil.example now', language: '' },
    roles: [],
  });
  const caller: Caller = { userId: user!.userId, roles: ['rider'] };
  return { email, caller, user: user! };
}
const mailsTo = (email: string) => smtp.received.filter(({ to }) => to.includes(email));
const profile = async (caller: Caller) => (await service.client.getUserProfile({ userId: '' }, { caller })).user!;
const handled = () =>
  waitFor(
    async () => {
      const jobs = await db.admin(
        `SELECT FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id WHERE t.identifier LIKE '%mail%'`,
      );
      return jobs.length === 0;
    },
    { what: 'the wishes handled' },
  );

it('is asked for at sign-up, in a mail without a word of theirs, and confirmed by its link as often as it is followed', async () => {
  const { email, caller, user } = await register();
  expect(user.emailConfirmed).toBe(false);
  await waitFor(() => mailsTo(email).length === 1, { what: 'the mail' });
  const { text } = mailsTo(email)[0]!;
  expect(text).toContain('https://app.example/confirm-email#token=');
  expect(text).not.toContain('evil');
  const confirmationToken = tokenIn(text);
  expect(await whereIs(db, confirmationToken)).toEqual([]);
  await service.client.confirmEmail({ confirmationToken });
  await service.client.confirmEmail({ confirmationToken });
  expect(await profile(caller)).toMatchObject({ emailConfirmed: true, version: 2 });
  const told = (await toldEvents(db)).filter(({ type }) => type === 'user.profile_updated');
  expect(told.at(-1)!.data).toMatchObject({ user: { userId: caller.userId, emailConfirmed: true } });
  await service.client.requestEmailConfirmation({}, { caller });
  await handled();
  expect(mailsTo(email)).toHaveLength(1);
});

it('can be asked for again, not without end, and no mail voids another', async () => {
  const { email, caller } = await register();
  await waitFor(() => mailsTo(email).length === 1);
  for (let i = 0; i < MOST_MAILS_AN_HOUR + 3; i += 1) {
    await service.client.requestEmailConfirmation({}, { caller });
    await handled();
  }
  expect(mailsTo(email)).toHaveLength(MOST_MAILS_AN_HOUR);
  await service.client.confirmEmail({ confirmationToken: tokenIn(mailsTo(email)[0]!.text) });
  expect((await profile(caller)).emailConfirmed).toBe(true);
});

it('is not believed of a token that is too old', async () => {
  const { email } = await register();
  await waitFor(() => mailsTo(email).length === 1);
  await db.admin(`UPDATE "user".email_confirmations SET expire_time = now() - interval '1 second'`);
  const confirmationToken = tokenIn(mailsTo(email)[0]!.text);
  await expect(service.client.confirmEmail({ confirmationToken })).rejects.toMatchObject({
    kind: 'failed_precondition',
    reason: 'CONFIRMATION_TOKEN_INVALID',
  });
});

it('is shown by a reset of the password too, whose mails are limited alike', async () => {
  const { email, caller } = await register();
  for (let i = 0; i < MOST_MAILS_AN_HOUR + 3; i += 1) {
    await service.client.requestPasswordReset({ email });
    await handled();
  }
  const resetToken = await mailedResetToken(smtp, email, MOST_MAILS_AN_HOUR);
  expect(mailsTo(email)).toHaveLength(MOST_MAILS_AN_HOUR + 1);
  await service.client.resetPassword({ resetToken, newPassword: 'a better password' });
  expect((await profile(caller)).emailConfirmed).toBe(true);
});

it('leaves an account that nobody confirms as it is where no mail is sent', async () => {
  const quiet = await startUser(db);
  try {
    const email = `${randomUUID()}@example.com`;
    await quiet.client.registerUser({
      ...{ requestId: randomUUID(), email, password: PASSWORD, displayName: 'Ana', language: '', roles: [] },
    });
    await expect(quiet.client.loginUser({ email, password: PASSWORD })).resolves.toBeDefined();
  } finally {
    await quiet.stop();
  }
});
