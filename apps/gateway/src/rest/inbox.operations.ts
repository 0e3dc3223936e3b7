// The inbox and devices.
import { DeviceKind } from '@lastmile/contracts';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { queryInteger, text, time, uuidParam, words } from '../schemas/fields.schema.js';
import { notification, sequence } from '../schemas/inbox.schema.js';

const deviceKind = words(DeviceKind, 'DEVICE_KIND_');
const device = z.object({ deviceId: z.string(), kind: deviceKind.output, createTime: time }).meta({ id: 'Device' });
export const inboxOperations = ({ notifications }: Clients) => [
  operation({
    method: 'GET',
    path: '/v1/notifications',
    tag: 'Inbox',
    access: 'signed-in',
    summary: 'Your inbox after a number, oldest first',
    query: z.strictObject({
      after: queryInteger(0, Number.MAX_SAFE_INTEGER).default(0),
      pageSize: queryInteger(1, 500).default(50),
    }),
    answer: z.object({ items: z.array(notification), lastSequence: z.int(), unreadCount: z.int() }),
    handle: async ({ query: { after, pageSize } }) => {
      const { notifications: items, ...rest } = await notifications.listNotifications({
        afterSequence: after,
        pageSize,
      });
      return { items, ...rest };
    },
  }),
  operation({
    // Repeating it has no further effect, so no idempotency key is needed.
    method: 'POST',
    path: '/v1/notifications/read',
    tag: 'Inbox',
    access: 'signed-in',
    idempotent: false,
    summary: 'Mark everything up to a number as read',
    body: z.strictObject({ upToSequence: sequence }),
    answer: z.object({ unreadCount: z.int() }),
    handle: ({ body }) => notifications.markNotificationsRead(body),
  }),
  operation({
    method: 'GET',
    path: '/v1/devices/options',
    tag: 'Inbox',
    access: 'signed-in',
    summary: 'What can be registered here, and the key for Web Push subscriptions',
    answer: z.object({
      kinds: z.array(deviceKind.output),
      webPushPublicKey: z.string().describe('applicationServerKey, base64url; empty without web_push.'),
    }),
    handle: () => notifications.getDeviceOptions({}),
  }),
  operation({
    method: 'GET',
    path: '/v1/devices',
    tag: 'Inbox',
    access: 'signed-in',
    summary: 'Your devices, newest first',
    answer: z.object({ items: z.array(device) }),
    handle: async () => ({ items: (await notifications.listDevices({})).devices }),
  }),
  operation({
    method: 'POST',
    path: '/v1/devices',
    tag: 'Inbox',
    access: 'signed-in',
    status: 201,
    idempotent: false,
    summary: 'Register a device to be told without a socket; the same token again is the same device',
    body: z.strictObject({
      kind: deviceKind.input,
      token: text(0, 4_096)
        .default('')
        .describe('Expo push token, or the PushSubscription as JSON text; none for email.'),
    }),
    answer: device,
    handle: async ({ body }) => (await notifications.registerDevice(body)).device,
  }),
  operation({
    // Repeating it has no further effect, so no idempotency key is needed.
    method: 'DELETE',
    path: '/v1/devices/:deviceId',
    tag: 'Inbox',
    access: 'signed-in',
    idempotent: false,
    summary: 'Forget a device',
    params: uuidParam('deviceId'),
    handle: ({ params }) => notifications.unregisterDevice(params),
  }),
];
