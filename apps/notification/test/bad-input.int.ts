// A table of bad requests for every RPC: the right code, the field named, nothing changed.
import { randomUUID } from 'node:crypto';
import { DeviceKind, NotificationServiceService } from '@lastmile/contracts';
import { asService, type Caller } from '@lastmile/auth';
import type { DomainError } from '@lastmile/errors';
import { toDomainError } from '@lastmile/grpc';
import { testDatabase, waitFor, type TestDatabase } from '@lastmile/testing';
import { EVERY_CHANNEL, gateway, startNotification, type RunningNotificationService } from './start-notification.js';

type Method = Exclude<keyof typeof NotificationServiceService, 'streamNotifications'>;
interface Refused {
  readonly kind: string;
  readonly reason: string;
  readonly field?: string;
}

/** Of a browser; from RFC 8291, appendix A. */
const POINT = 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4';
const rider: Caller = { userId: randomUUID(), roles: ['rider'] };
const operator: Caller = { userId: randomUUID(), roles: ['operator'] };
let db: TestDatabase;
let service: RunningNotificationService;

beforeAll(async () => {
  db = await testDatabase('notification');
  await db.database.query('INSERT INTO inboxes (user_id) VALUES ($1)', [rider.userId]);
  service = await startNotification(db, EVERY_CHANNEL);
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const field = (name: string): Refused => ({ kind: 'invalid_argument', reason: 'INVALID_FIELD', field: name });
const nobody: Refused = { kind: 'unauthenticated', reason: 'CALLER_MISSING' };
const notYours: Refused = { kind: 'permission_denied', reason: 'PERMISSION_DENIED' };
const send = { requestId: 'r', userId: rider.userId, kind: 'test', title: 'x', body: '', data: {} };
const broadcast = { requestId: 'r', userIds: [], title: 'x', body: '' };
const expo = { kind: DeviceKind.DEVICE_KIND_EXPO, token: 'ExponentPushToken[x]' };
const webPush = (endpoint: string, p256dh = POINT, auth = 'BTBZMqHH6r4Tts7J_aSIgg') => ({
  kind: DeviceKind.DEVICE_KIND_WEB_PUSH,
  token: JSON.stringify({ endpoint, keys: { p256dh, auth } }),
});
const long = (length: number) => 'x'.repeat(length);
const entries = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

const table: [Method, object, Refused, Caller?][] = [
  ['sendNotification', send, nobody],
  ['sendNotification', send, notYours, rider],
  ['sendNotification', { ...send, requestId: '' }, field('requestId'), operator],
  ['sendNotification', { ...send, userId: '1' }, field('userId'), operator],
  ['sendNotification', { ...send, userId: randomUUID() }, { kind: 'not_found', reason: 'USER_NOT_FOUND' }, operator],
  ['sendNotification', { ...send, kind: '' }, field('kind'), operator],
  ['sendNotification', { ...send, kind: long(61) }, field('kind'), operator],
  ['sendNotification', { ...send, title: '' }, field('title'), operator],
  ['sendNotification', { ...send, title: long(121) }, field('title'), operator],
  ['sendNotification', { ...send, title: 'a\u0000b' }, field('title'), operator],
  ['sendNotification', { ...send, body: long(1_001) }, field('body'), operator],
  ['sendNotification', { ...send, data: entries(21) }, field('data'), operator],
  ['sendNotification', { ...send, data: { k: 'a\u0000b' } }, field('data.k'), operator],
  ['broadcastUpdate', broadcast, nobody],
  ['broadcastUpdate', broadcast, notYours, rider],
  ['broadcastUpdate', { ...broadcast, requestId: long(129) }, field('requestId'), operator],
  ['broadcastUpdate', { ...broadcast, userIds: ['1'] }, field('userIds.0'), operator],
  ['broadcastUpdate', { ...broadcast, userIds: Array<string>(10_001).fill(rider.userId) }, field('userIds'), operator],
  ['broadcastUpdate', { ...broadcast, title: ' ' }, field('title'), operator],
  ['broadcastUpdate', { ...broadcast, body: long(1_001) }, field('body'), operator],
  ['getBroadcast', { broadcastId: rider.userId }, nobody],
  ['getBroadcast', { broadcastId: rider.userId }, notYours, rider],
  ['getBroadcast', { broadcastId: rider.userId }, { kind: 'not_found', reason: 'BROADCAST_NOT_FOUND' }, operator],
  ['getBroadcast', { broadcastId: '1' }, field('broadcastId'), operator],
  ['listClusterEvents', { service: '', pageSize: 0, pageToken: '' }, nobody],
  ['listClusterEvents', { service: '', pageSize: 0, pageToken: '' }, notYours, rider],
  ['listClusterEvents', { service: long(251), pageSize: 0, pageToken: '' }, field('service'), operator],
  ['listClusterEvents', { service: '', pageSize: -1, pageToken: '' }, field('pageSize'), operator],
  ['listClusterEvents', { service: '', pageSize: 0, pageToken: 'x' }, field('pageToken'), operator],
  ['getReplicaHistory', { fromTime: new Date() }, nobody],
  ['getReplicaHistory', { fromTime: new Date() }, notYours, rider],
  ['getReplicaHistory', {}, field('fromTime'), operator],
  ['listNotifications', { afterSequence: 0, pageSize: 0 }, nobody],
  ['listNotifications', { afterSequence: -1, pageSize: 0 }, field('afterSequence'), rider],
  ['listNotifications', { afterSequence: 0, pageSize: -1 }, field('pageSize'), rider],
  [
    'listNotifications',
    { afterSequence: 0, pageSize: 0 },
    { kind: 'permission_denied', reason: 'CALLER_NOT_DECLARED' },
    asService('trip'),
  ],
  ['markNotificationsRead', { upToSequence: 1 }, nobody],
  ['markNotificationsRead', { upToSequence: -1 }, field('upToSequence'), rider],
  ['registerDevice', expo, nobody],
  ['registerDevice', { ...expo, kind: DeviceKind.DEVICE_KIND_UNSPECIFIED }, field('kind'), rider],
  ['registerDevice', { ...expo, token: '' }, field('token'), rider],
  ['registerDevice', { ...expo, token: 'not one' }, field('token'), rider],
  ['registerDevice', { ...expo, token: long(4_097) }, field('token'), rider],
  ['registerDevice', { kind: DeviceKind.DEVICE_KIND_WEB_PUSH, token: '{' }, field('token'), rider],
  ['registerDevice', webPush('http://fcm.googleapis.com/x'), field('token'), rider],
  ['registerDevice', webPush('https://127.0.0.1/x'), field('token'), rider],
  ['registerDevice', webPush('https://fcm.googleapis.com.evil.example/x'), field('token'), rider],
  ['registerDevice', webPush('https://fcm.googleapis.com@evil.example/x'), field('token'), rider],
  ['registerDevice', webPush('https://fcm.googleapis.com/x', 'short'), field('token'), rider],
  ['registerDevice', webPush('https://fcm.googleapis.com/x', POINT, 'short'), field('token'), rider],
  ['registerDevice', { kind: DeviceKind.DEVICE_KIND_EMAIL, token: 'victim@example.com' }, field('token'), rider],
  ['listDevices', {}, nobody],
  ['listDevices', {}, { kind: 'permission_denied', reason: 'CALLER_NOT_DECLARED' }, asService('trip')],
  ['unregisterDevice', { deviceId: randomUUID() }, nobody],
  ['unregisterDevice', { deviceId: '1' }, field('deviceId'), rider],
  ['getDeviceOptions', {}, nobody],
];

const rows = table.map(
  ([method, request, refused, caller]) => [method, summary(request), refused, request, caller] as const,
);

it.each(rows)('%s %s is refused: %j', async (method, _summary, expected, request, caller?: Caller) => {
  const before = await everything();
  const call = service.client[method] as (request: object, options: object) => Promise<unknown>;
  const error = await call(request, { caller }).then(
    () => undefined,
    (caught: unknown) => caught as DomainError,
  );
  expect({ kind: error?.kind, reason: error?.reason, field: error?.metadata.field }).toEqual({
    field: undefined,
    ...expected,
  });
  expect(await everything()).toBe(before);
});

it.each([
  ['an id that is none', { add: [{ userId: '1', afterSequence: 0 }], removeUserIds: [] }, 'add.0.userId'],
  [
    'a negative number',
    { add: [{ userId: rider.userId, afterSequence: -1 }], removeUserIds: [] },
    'add.0.afterSequence',
  ],
  ['a removal that is none', { add: [], removeUserIds: ['1'] }, 'removeUserIds.0'],
])('streamNotifications ends over %s', async (_, request, name) => {
  const call = service.client.stream.streamNotifications({ caller: gateway });
  let failure: unknown;
  call.on('error', (error) => (failure = error)).on('data', () => undefined);
  call.write(request);
  const { kind, metadata } = toDomainError(await waitFor(() => failure)) as DomainError;
  expect({ kind, field: metadata.field }).toEqual({ kind: 'invalid_argument', field: name });
});

it('has a line for every RPC', () => {
  const covered = new Set<string>(table.map(([method]) => method));
  expect(Object.keys(NotificationServiceService).filter((method) => !covered.has(method))).toEqual([
    'streamNotifications',
  ]);
});

function summary(request: object): string {
  const text = JSON.stringify(request);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

/** All that a bad request could have changed, as text. */
async function everything(): Promise<string> {
  const [row] = await db.admin<{ text: string }>(
    `SELECT concat_ws(' ', (SELECT json_agg(i) FROM notification.inboxes i),
       (SELECT json_agg(n) FROM notification.notifications n), (SELECT json_agg(d) FROM notification.devices d),
       (SELECT json_agg(r) FROM notification.requests r)) AS text`,
  );
  return row!.text;
}
