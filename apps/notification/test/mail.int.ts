// The password reset mail, from the event to an SMTP server.
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { PasswordResetRequested } from '@lastmile/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { SMTPServer } from 'smtp-server';
import { handled, startNotification, tell } from './start-notification.js';

interface Received {
  readonly from: string;
  readonly to: string[];
  readonly text: string;
}

let db: TestDatabase;
let smtp: SMTPServer;
let smtpUrl: string;
let refusals = 0;
const received: Received[] = [];

beforeAll(async () => {
  db = await testDatabase('notification');
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusals > 0) {
          refusals -= 1;
          return done(new Error('mailbox busy'));
        }
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          text: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  smtpUrl = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => smtp.close(resolve));
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
  SMTP_URL: smtpUrl,
  MAIL_FROM: 'LastMile <no-reply@lastmile.example>',
  PASSWORD_RESET_URL: 'https://app.example/reset',
});
const decoded = (text: string) =>
  Buffer.from(
    text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

it('carries the link in the language of the account, under the event as its id', async () => {
  const event = resetEvent('es-MX');
  await withService(mailOn(), async () => {
    await tell(db, event);
    await waitFor(() => received.length === 1);
  });
  const [mail] = received;
  expect(mail).toMatchObject({ from: 'no-reply@lastmile.example', to: ['ana@example.com'] });
  const text = decoded(mail!.text);
  expect(text).toContain('https://app.example/reset#token=reset-token-1');
  expect(text).toContain(`Message-ID: <${event.id}@lastmile>`);
  expect(text).toMatch(/Alguien ha pedido|29 minutos/);
});

it('is sent again when the server refuses it at first', async () => {
  refusals = 1;
  await withService(mailOn(), async () => {
    await tell(db, resetEvent('en'));
    await waitFor(() => refusals === 0);
    await db.admin(`UPDATE events._private_jobs SET run_at = now() WHERE attempts > 0`); // not to wait for the back-off
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

it('does not start with a server but no sender', async () => {
  await expect(startNotification(db, { SMTP_URL: smtpUrl })).rejects.toThrow(/MAIL_FROM/);
});
