// Who is reached where: registering, moving, listing and forgetting devices.
import { randomUUID } from 'node:crypto';
import { DeviceKind } from '@lastmile/contracts';
import type { Caller } from '@lastmile/auth';
import { testDatabase, type TestDatabase } from '@lastmile/testing';
import { EVERY_CHANNEL, startNotification, upTo, type RunningNotificationService } from './start-notification.js';

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

it('a person forgets their own devices only, as often as they like', async () => {
  const [owner, stranger] = [person(), person()];
  const { deviceId } = await register(owner);
  await service.client.unregisterDevice({ deviceId }, { caller: stranger });
  expect(await idsOf(owner)).toEqual([deviceId]);
  for (const caller of [owner, owner]) await service.client.unregisterDevice({ deviceId }, { caller });
  expect(await idsOf(owner)).toEqual([]);
});

it('clients are told what there is, with the public half of the key', async () => {
  await expect(service.client.getDeviceOptions({}, { caller: person() })).resolves.toEqual({
    kinds: [DeviceKind.DEVICE_KIND_WEB_PUSH, DeviceKind.DEVICE_KIND_EXPO, DeviceKind.DEVICE_KIND_EMAIL],
    // Of RFC 8291, appendix A, as the private one is.
    webPushPublicKey: 'BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8',
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
