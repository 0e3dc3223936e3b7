// Entries to phones, through Expo.
import { randomUUID } from 'node:crypto';
import { DeviceKind } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { ExpoService } from './expo-service.js';
import {
  handled,
  retryNow,
  startNotification,
  tell,
  tripEvent,
  type RunningNotificationService,
} from './start-notification.js';

const expo = new ExpoService('secret');
let db: TestDatabase;
let service: RunningNotificationService;

beforeAll(async () => {
  db = await testDatabase('notification');
  await expo.start();
  service = await startNotification(db, { EXPO_ACCESS_TOKEN: 'secret' });
});
afterAll(async () => {
  await service?.stop();
  await expo.stop();
  await db?.close();
});
beforeEach(() => expo.received.splice(0));

async function phone(): Promise<{ caller: Caller; token: string }> {
  const caller: Caller = { userId: randomUUID(), roles: ['rider'] };
  const token = `ExponentPushToken[${randomUUID()}]`;
  await service.client.registerDevice({ kind: DeviceKind.DEVICE_KIND_EXPO, token }, { caller });
  return { caller, token };
}
const devicesOf = async (caller: Caller) => (await service.client.listDevices({}, { caller })).devices.length;
const arrives = (riderId: string) => tell(db, { ...tripEvent(riderId, randomUUID()), time: new Date() });
/** The checks of receipts that wait for their time. */
const checks = () => db.admin(`SELECT FROM events._private_jobs WHERE key LIKE 'notification/check-receipt:%'`);
async function checkReceipts(): Promise<void> {
  await waitFor(async () => (await checks()).length > 0, { what: 'a check to come' });
  await db.admin(`UPDATE events._private_jobs SET run_at = now() WHERE key LIKE 'notification/check-receipt:%'`);
  await handled(db);
}

it('an entry reaches the phone, and its receipt is fetched', async () => {
  const { caller, token } = await phone();
  await arrives(caller.userId);
  await checkReceipts();
  expect(expo.received).toMatchObject([
    { to: token, title: 'Ana is here', priority: 'high', data: { sequence: 1, kind: 'trip.arrived' } },
  ]);
  expect(await devicesOf(caller)).toBe(1);
});

it('after a failure it is tried again', async () => {
  const { caller, token } = await phone();
  expo.failures = 1;
  await arrives(caller.userId);
  await waitFor(() => expo.failures === 0);
  await retryNow(db);
  await checkReceipts();
  expect(expo.received).toMatchObject([{ to: token }]);
});

it('a phone without the app is forgotten at once when Expo knows', async () => {
  const { caller, token } = await phone();
  expo.unregistered.set(token, 'ticket');
  await arrives(caller.userId);
  await handled(db);
  expect(await devicesOf(caller)).toBe(0);
});

it('a phone without the app is forgotten with the receipt when Apple or Google knew', async () => {
  const { caller, token } = await phone();
  expo.unregistered.set(token, 'receipt');
  for (let i = 0; i < 2; i += 1) await arrives(caller.userId);
  await waitFor(() => expo.received.length === 2);
  expect(await devicesOf(caller)).toBe(1);
  await checkReceipts();
  expect(await devicesOf(caller)).toBe(0);
});
