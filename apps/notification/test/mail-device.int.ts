// Entries by mail, for those who asked for it.
import { randomUUID } from 'node:crypto';
import { DeviceKind, Role } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { MailServer, testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import {
  handled,
  retryNow,
  startNotification,
  tell,
  tripEvent,
  userEvent,
  type RunningNotificationService,
} from './start-notification.js';

const smtp = new MailServer();
let db: TestDatabase;
let service: RunningNotificationService;

beforeAll(async () => {
  db = await testDatabase('notification');
  await smtp.start();
  service = await startNotification(db, { SMTP_URL: smtp.url, MAIL_FROM: 'LastMile <no-reply@lastmile.example>' });
});
afterAll(async () => {
  await service?.stop();
  await smtp.stop();
  await db?.close();
});
beforeEach(() => smtp.received.splice(0));

const account = async (userId: string, email: string, version = 1) => {
  await tell(db, userEvent(userId, 'es', version, email));
  await handled(db);
};
async function subscriber(email: string): Promise<Caller> {
  const caller: Caller = { userId: randomUUID(), roles: ['rider'] };
  await account(caller.userId, email);
  await service.client.registerDevice({ kind: DeviceKind.DEVICE_KIND_EMAIL, token: '' }, { caller });
  return caller;
}
const happens = (type: string, riderId: string) =>
  tell(db, { ...tripEvent(riderId, randomUUID(), type), time: new Date() });

it('carries what still matters later, in the language of the reader, and how to stop it', async () => {
  const { userId } = await subscriber('ana@example.com');
  for (const type of ['trip.arrived', 'trip.completed', 'trip.active']) await happens(type, userId);
  await handled(db);
  expect(smtp.received).toMatchObject([{ from: 'no-reply@lastmile.example', to: ['ana@example.com'] }]);
  const { text } = smtp.received[0]!;
  expect(text).toMatch(new RegExp(`Message-ID: <${userId}\\.\\d@lastmile>`));
  expect(text).toContain('Tu viaje compartido ha terminado');
  // A name could say anything in our name.
  expect(text).not.toContain('Ana');
  expect(text).toContain('también puedes desactivarlo');
});

it('goes where the account says now, after a refusal too', async () => {
  const { userId } = await subscriber('old@example.com');
  smtp.refusals = 1;
  await happens('trip.completed', userId);
  await waitFor(() => smtp.refusals === 0);
  await tell(db, userEvent(userId, 'es', 2, 'new@example.com'));
  const known = 'SELECT email FROM notification.inboxes WHERE user_id = $1';
  await waitFor(async () => (await db.admin<{ email: string }>(known, [userId]))[0]!.email === 'new@example.com');
  await retryNow(db);
  await handled(db);
  expect(smtp.received).toMatchObject([{ to: ['new@example.com'] }]);
});

it('stops for a mailbox that does not exist', async () => {
  const caller = await subscriber('nobody@example.com');
  smtp.isKnown = (address) => address !== 'nobody@example.com';
  await happens('trip.completed', caller.userId);
  await handled(db);
  expect(smtp.received).toEqual([]);
  await expect(service.client.listDevices({}, { caller })).resolves.toEqual({ devices: [] });
});

it('goes to no address that nobody has confirmed', async () => {
  const caller = await subscriber('unknown@example.com');
  await tell(db, userEvent(caller.userId, 'en', 2, 'unknown@example.com', [Role.ROLE_RIDER], false));
  await handled(db);
  for (let i = 0; i < 3; i += 1) await happens('trip.completed', caller.userId);
  await handled(db);
  expect(smtp.received).toEqual([]);
});
