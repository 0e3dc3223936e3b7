// Who is reached where: registering, moving, listing and forgetting devices.
import { randomUUID } from 'node:crypto';
import { DeviceKind } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import {
  EVERY_CHANNEL,
  startNotification,
  upTo,
  VAPID_PUBLIC_KEY,
  type RunningNotificationService,
} from './start-notification.js';

let db: TestDatabase;
let service: RunningNotificationService;

beforeAll(async () => {
  db = await testDatabase('notification');
  service = await startNotification(db, EVERY_CHANNEL);
});
afterAll(async () => {
  await service?.stop();
  await db?.close();
});

const person = (): Caller => ({ userId: randomUUID(), roles: ['rider'] });
const phone = (name: string = randomUUID()) => ({
  kind: DeviceKind.DEVICE_KIND_EXPO,
  token: `ExponentPushToken[${name}]`,
});
const register = async (caller: Caller, request = phone()) =>
  (await service.client.registerDevice(request, { caller })).device!;
const idsOf = async (caller: Caller) =>
  (await service.client.listDevices({}, { caller })).devices.map(({ deviceId }) => deviceId);

it('one device per token, which moves to its new owner', async () => {
  const request = phone();
  const [first, second] = [person(), person()];
  const answers = await Promise.all(upTo(5).map(() => register(first, request)));
  expect(new Set(answers.map(({ deviceId }) => deviceId)).size).toBe(1);
  expect(await register(second, request)).toEqual(answers[0]);
  expect(await idsOf(first)).toEqual([]);
  expect(await idsOf(second)).toEqual([answers[0]!.deviceId]);
});

it('the newest twenty of a person are kept', async () => {
  const caller = person();
  const registered: string[] = [];
  for (const name of upTo(22)) registered.push((await register(caller, phone(`phone-${name}`))).deviceId);
  expect(await idsOf(caller)).toEqual(registered.slice(2).reverse());
});

it('a person forgets their own devices only', async () => {
  const [owner, stranger] = [person(), person()];
  const { deviceId } = await register(owner);
  const missing = { kind: 'not_found', reason: 'DEVICE_NOT_FOUND' };
  await expect(service.client.unregisterDevice({ deviceId }, { caller: stranger })).rejects.toMatchObject(missing);
  expect(await idsOf(owner)).toEqual([deviceId]);
  await service.client.unregisterDevice({ deviceId }, { caller: owner });
  await expect(service.client.unregisterDevice({ deviceId }, { caller: owner })).rejects.toMatchObject(missing);
  expect(await idsOf(owner)).toEqual([]);
});

it('clients are told what there is, with the public half of the key', async () => {
  await expect(service.client.getDeviceOptions({}, { caller: person() })).resolves.toEqual({
    kinds: [DeviceKind.DEVICE_KIND_WEB_PUSH, DeviceKind.DEVICE_KIND_EXPO, DeviceKind.DEVICE_KIND_EMAIL],
    webPushPublicKey: VAPID_PUBLIC_KEY,
  });
});

it('nothing can be registered, and nothing is sent, where nothing is configured', async () => {
  const bare = await startNotification(db);
  try {
    const caller = person();
    await expect(bare.client.getDeviceOptions({}, { caller })).resolves.toEqual({ kinds: [], webPushPublicKey: '' });
    await expect(bare.client.registerDevice(phone(), { caller })).rejects.toMatchObject({
      kind: 'failed_precondition',
      reason: 'DEVICE_KIND_OFF',
    });
  } finally {
    await bare.stop();
  }
});
