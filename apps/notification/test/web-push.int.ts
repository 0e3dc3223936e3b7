// From an event to a browser that is closed, through a push service that speaks the real protocols.
import { randomUUID } from 'node:crypto';
import { DeviceKind } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import type { Browser } from './browser.js';
import { PushService } from './push-service.js';
import {
  EVERY_CHANNEL,
  handled,
  retryNow,
  startNotification,
  tell,
  tripEvent,
  upTo,
  userEvent,
  VAPID_PUBLIC_KEY,
  type RunningNotificationService,
} from './start-notification.js';

const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
const pushes = new PushService(VAPID_PUBLIC_KEY);
let db: TestDatabase;
let service: RunningNotificationService;

beforeAll(async () => {
  await pushes.start();
  db = await testDatabase('notification');
  service = await startNotification(db, { ...EVERY_CHANNEL, WEB_PUSH_HOSTS: '127.0.0.1' });
});
afterAll(async () => {
  pushes.refusals.splice(0);
  pushes.hangUp();
  await service?.stop();
  await db?.close();
  await pushes.stop();
});
beforeEach(() => {
  pushes.received.splice(0);
  pushes.refusals.splice(0);
});

const register = (caller: Caller, browser: Browser) =>
  service.client.registerDevice({ kind: DeviceKind.DEVICE_KIND_WEB_PUSH, token: browser.subscription }, { caller });
const devicesOf = async (caller: Caller) => (await service.client.listDevices({}, { caller })).devices.length;
const person = (): Caller => ({ userId: randomUUID(), roles: ['rider'] });
async function reader(language = 'en'): Promise<{ caller: Caller; browser: Browser }> {
  const caller = person();
  await tell(db, userEvent(caller.userId, language));
  await handled(db);
  const browser = pushes.subscribe();
  await register(caller, browser);
  return { caller, browser };
}
const arrival = (riderId: string) => ({ ...tripEvent(riderId, randomUUID()), time: new Date() });

it('an entry reaches every browser of its reader, encrypted for it, in their language', async () => {
  const { caller, browser } = await reader('es');
  const second = pushes.subscribe();
  await register(caller, second);
  const event = arrival(caller.userId);
  await tell(db, event);
  await handled(db);
  expect(new Set(pushes.received.map((push) => push.browser))).toEqual(new Set([browser, second]));
  const { headers, payload } = pushes.received[0]!;
  expect(headers).toMatchObject({ urgency: 'high', topic: 'entry-1' });
  expect(Number(headers.ttl)).toBeGreaterThan(500);
  expect(Number(headers.ttl)).toBeLessThanOrEqual(600);
  expect(payload).toMatchObject({
    sequence: 1,
    kind: 'trip.arrived',
    title: 'Ana ya está aquí',
    data: { trip_id: event.aggregateId },
  });
});

it('the longest entry fits into what a push service carries', async () => {
  const { caller } = await reader();
  const send = { requestId: randomUUID(), userId: caller.userId, kind: 'k'.repeat(60) };
  const data = { trip_id: '🚇'.repeat(400), ride_id: '🚇'.repeat(32), other: 'x'.repeat(1_000) };
  await service.client.sendNotification(
    { ...send, title: '🚇'.repeat(60), body: '🚇'.repeat(500), data },
    { caller: operator },
  );
  await handled(db);
  expect(pushes.received).toMatchObject([
    { payload: { body: `${'🚇'.repeat(299)}…`, data: { ride_id: data.ride_id } } },
  ]);
});

it.each([400, 403, 429, 500, 307])('after %i it is tried again, and the browser kept', async (status) => {
  const { caller } = await reader();
  pushes.refusals.push(status);
  await tell(db, arrival(caller.userId));
  await waitFor(() => pushes.refusals.length === 0);
  await retryNow(db);
  await handled(db);
  expect(pushes.received).toMatchObject([{ payload: { sequence: 1 } }]);
  expect(await devicesOf(caller)).toBe(1);
});

it.each([404, 410])('after %i the browser is forgotten, and the other one kept', async (status) => {
  const { caller } = await reader();
  await register(caller, pushes.subscribe());
  pushes.refusals.push(status);
  await tell(db, arrival(caller.userId));
  await handled(db);
  expect(pushes.received).toHaveLength(1);
  expect(await devicesOf(caller)).toBe(1);
});

it.each<[string, (caller: Caller, browser: Browser) => Promise<unknown>]>([
  ['was read', (caller) => service.client.markNotificationsRead({ upToSequence: 1 }, { caller })],
  ['is somebody else’s browser now', async (_, browser) => register(person(), browser)],
  [
    'is ten minutes old',
    () => db.admin(`UPDATE notification.notifications SET create_time = now() - interval '10 min'`),
  ],
])('what %s meanwhile is not shown any more', async (_, happen) => {
  const { caller, browser } = await reader();
  pushes.refusals.push(500);
  await tell(db, arrival(caller.userId));
  await waitFor(() => pushes.refusals.length === 0);
  await happen(caller, browser);
  await retryNow(db);
  await handled(db);
  expect(pushes.received).toEqual([]);
});

it('a broadcast reaches each browser once', async () => {
  const readers = await Promise.all(upTo(12).map(() => reader()));
  const userIds = readers.map(({ caller }) => caller.userId);
  const request = { requestId: randomUUID(), userIds, title: 'Storm', body: 'x' };
  for (let i = 0; i < 2; i += 1) await service.client.broadcastUpdate(request, { caller: operator });
  await handled(db);
  expect(pushes.received).toHaveLength(12);
  expect(new Set(pushes.received.map(({ browser }) => browser))).toEqual(
    new Set(readers.map(({ browser }) => browser)),
  );
});

it('a push service that hangs keeps nobody from their inbox', async () => {
  const readers = await Promise.all(upTo(24).map(() => reader()));
  pushes.refusals.push(...upTo(24).map(() => 'never' as const));
  await Promise.all(readers.map(({ caller }) => tell(db, arrival(caller.userId))));
  await waitFor(() => pushes.hanging > 0);
  const caller = person();
  await Promise.all(upTo(5).map(() => tell(db, arrival(caller.userId))));
  const inbox = () => service.client.listNotifications({ afterSequence: 0, pageSize: 0 }, { caller });
  await waitFor(async () => (await inbox()).lastSequence === 5);
  expect(pushes.received).toEqual([]);
});
