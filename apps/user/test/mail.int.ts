// The password reset mail, from the wish for it to an SMTP server. Its token is in the mail and nowhere else.
import { randomUUID } from 'node:crypto';
import type { Caller } from '@lastmile/auth';
import { MailServer, testDatabase, waitFor, whereIs, type TestDatabase } from '@lastmile/testing';
import { startUser, tokenIn, type RunningUserService } from './start-user.js';

const PASSWORD = 'correct horse';
const smtp = new MailServer();
const { received } = smtp;
let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase('user');
  await smtp.start();
});
afterAll(async () => {
  await smtp.stop();
  await db?.close();
});
beforeEach(() => received.splice(0));

const mailOn = () => ({
  SMTP_URL: smtp.url,
  MAIL_FROM: 'LastMile <no-reply@lastmile.example>',
  PASSWORD_RESET_URL: 'https://app.example/reset',
});

/** Runs the service while `act` runs, with an account that has asked for a new password. */
async function withWish(
  env: Record<string, string>,
  act: (service: RunningUserService, email: string) => Promise<unknown>,
) {
  // An operator of the configuration: whose address needs no confirmation, so that the wish is the only mail.
  const email = `${randomUUID()}@example.com`;
  const service = await startUser(db, { ...env, OPERATOR_EMAIL: email, OPERATOR_PASSWORD: PASSWORD });
  try {
    const { user } = await service.client.loginUser({ email, password: PASSWORD });
    const caller: Caller = { userId: user!.userId, roles: ['operator'] };
    await service.client.updateUserProfile({ requestId: randomUUID(), language: 'es-MX' }, { caller });
    await service.client.requestPasswordReset({ email });
    await act(service, email);
  } finally {
    await service.stop();
  }
}

const ownJobs = () =>
  db.admin<{ attempts: number }>(
    `SELECT attempts FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
     WHERE t.identifier LIKE 'user%' AND t.identifier NOT LIKE '%/retention' AND locked_at IS NULL`,
  );
const handled = () =>
  waitFor(
    async () =>
      (
        await db.admin(`SELECT FROM events._private_jobs JOIN events._private_tasks t ON t.id = task_id
        WHERE t.identifier LIKE 'user%' AND t.identifier NOT LIKE '%/retention'`)
      ).length === 0,
    { what: 'the wish handled' },
  );
const retryNow = async () => {
  await waitFor(async () => (await ownJobs()).some(({ attempts }) => attempts > 0), { what: 'a failed attempt' });
  await db.admin('UPDATE events._private_jobs SET run_at = now() WHERE attempts > 0');
};

it('carries a link in the language of the account, that works', async () => {
  await withWish(mailOn(), async ({ client }, email) => {
    await waitFor(() => received.length === 1);
    const [mail] = received;
    expect(mail).toMatchObject({ from: 'no-reply@lastmile.example', to: [email] });
    const { text } = mail!;
    expect(text).toMatch(/https:\/\/app\.example\/reset#token=\S{43}/);
    expect(text).toMatch(/Message-ID: <[0-9a-f-]{36}@lastmile>/);
    expect(text).toMatch(/Alguien ha pedido|29 minutos/);
    await client.resetPassword({ resetToken: tokenIn(text), newPassword: 'a better password' });
    await expect(client.loginUser({ email, password: 'a better password' })).resolves.toBeDefined();
  });
});

it('is nowhere in the database: not before it is sent, not while it is retried, not afterwards', async () => {
  smtp.refusals = 1;
  await withWish(mailOn(), async ({ client }, email) => {
    await waitFor(() => smtp.refused.length === 1);
    const first = tokenIn(smtp.refused[0]!.text);
    await waitFor(async () => (await ownJobs()).some(({ attempts }) => attempts > 0));
    expect(await whereIs(db, email)).toContain('"user".users');
    expect(await whereIs(db, first)).toEqual([]);
    await retryNow();
    await waitFor(() => received.length === 1);
    const second = tokenIn(received[0]!.text);
    expect(second).not.toBe(first);
    expect([...(await whereIs(db, first)), ...(await whereIs(db, second))]).toEqual([]);
    // The first may have arrived all the same, and works until one of them is used.
    await client.resetPassword({ resetToken: first, newPassword: 'a better password' });
    const late = client.resetPassword({ resetToken: second, newPassword: 'another password' });
    await expect(late).rejects.toMatchObject({ reason: 'RESET_TOKEN_INVALID' });
    expect([...(await whereIs(db, first)), ...(await whereIs(db, second))]).toEqual([]);
  });
});

it('is dropped, and no token made, when mail is off, nobody waits for it any more, or there is no such mailbox', async () => {
  await withWish({}, handled);
  expect(await db.admin('SELECT FROM "user".password_resets')).toHaveLength(0);
  smtp.refusals = 1;
  await withWish(mailOn(), async () => {
    await waitFor(async () => (await ownJobs()).some(({ attempts }) => attempts > 0));
    await db.admin(
      `UPDATE events._private_jobs SET payload = jsonb_set(payload::jsonb, '{data,expireTime}', to_jsonb(now()))::json
       WHERE attempts > 0`,
    );
    await retryNow();
    await handled();
  });
  expect(received).toEqual([]);
  smtp.isKnown = () => false;
  await withWish(mailOn(), handled);
  smtp.isKnown = () => true;
  expect(received).toEqual([]);
});

it('does not start with a server but no sender', async () => {
  await expect(startUser(db, { SMTP_URL: smtp.url })).rejects.toThrow(/MAIL_FROM/);
});
