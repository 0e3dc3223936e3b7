// The password reset mail, from the event to an SMTP server.
import { randomUUID } from 'node:crypto';
import { PasswordResetRequested } from '@lastmile/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { MailServer } from './mail-server.js';
import { handled, retryNow, startNotification, tell } from './start-notification.js';

let db: TestDatabase;
const smtp = new MailServer();
const { received } = smtp;

beforeAll(async () => {
  db = await testDatabase('notification');
  await smtp.start();
});
afterAll(async () => {
  await smtp.stop();
  await db?.close();
});
beforeEach(() => received.splice(0));

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000);

function resetEvent(language: string, expireTime = inMinutes(30)) {
  const userId = randomUUID();
  const reset = { userId, email: 'ana@example.com', language, resetToken: 'reset-token-1', expireTime };
  return {
    id: randomUUID(),
    type: 'user.password_reset_requested',
    aggregateId: userId,
    version: 1,
    time: new Date(),
    data: PasswordResetRequested.toJSON(reset),
  };
}

/** Runs the service while `act` runs. */
async function withService(env: Record<string, string>, act: () => Promise<void>): Promise<void> {
  const service = await startNotification(db, env);
  try {
    await act();
  } finally {
    await service.stop();
  }
}
const mailOn = () => ({
  SMTP_URL: smtp.url,
  MAIL_FROM: 'LastMile <no-reply@lastmile.example>',
  PASSWORD_RESET_URL: 'https://app.example/reset',
});

it('carries the link in the language of the account, under the event as its id', async () => {
  const event = resetEvent('es-MX');
  await withService(mailOn(), async () => {
    await tell(db, event);
    await waitFor(() => received.length === 1);
  });
  const [mail] = received;
  expect(mail).toMatchObject({ from: 'no-reply@lastmile.example', to: ['ana@example.com'] });
  const { text } = mail!;
  expect(text).toContain('https://app.example/reset#token=reset-token-1');
  expect(text).toContain(`Message-ID: <${event.id}@lastmile>`);
  expect(text).toMatch(/Alguien ha pedido|29 minutos/);
});

it('is sent again when the server refuses it at first', async () => {
  smtp.refusals = 1;
  await withService(mailOn(), async () => {
    await tell(db, resetEvent('en'));
    await waitFor(() => smtp.refusals === 0);
    await retryNow(db);
    await waitFor(() => received.length === 1);
  });
});

it('is dropped, and the event with it, when mail is off or the token too old', async () => {
  await withService({}, async () => {
    await tell(db, resetEvent('en'));
    await handled(db);
  });
  await withService(mailOn(), async () => {
    await tell(db, resetEvent('en', inMinutes(-1)));
    await handled(db);
  });
  expect(received).toEqual([]);
});

it('is not tried again when there is no such mailbox', async () => {
  smtp.unknown.add('ana@example.com');
  await withService(mailOn(), async () => {
    await tell(db, resetEvent('en'));
    await handled(db);
  });
  expect(received).toEqual([]);
});

it('does not start with a server but no sender', async () => {
  await expect(startNotification(db, { SMTP_URL: smtp.url })).rejects.toThrow(/MAIL_FROM/);
});
