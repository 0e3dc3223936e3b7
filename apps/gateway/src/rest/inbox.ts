// The inbox and devices.
import { DeviceKind } from '@lastmile/contracts';
import { z } from 'zod';
import type { Clients } from '../gateway.clients.js';
import { operation } from '../http/operation.js';
import { maybeTime, queryNumber, time, words } from './schema.js';

const deviceKind = words(DeviceKind, 'DEVICE_KIND_');
export const notification = z
  .object({
    sequence: z.int().describe('1, 2, 3 … without gaps.'),
    kind: z.string().describe('For example trip.scheduled; programs switch on it.'),
    title: z.string(),
    body: z.string(),
    data: z.record(z.string(), z.string()),
    createTime: time,
    readTime: maybeTime,
  })
  .meta({ id: 'Notification' });
/** Numbers count up from 1; 0 asks for everything. */
export const sequence = z.int().min(0);

export const inboxOperations = ({ notifications }: Clients) => [
  operation({
    ...{ method: 'GET', path: '/v1/notifications', tag: 'Inbox', access: 'signed-in' },
    summary: 'Your inbox after a number, oldest first',
    query: z.strictObject({
      after: queryNumber(0, Number.MAX_SAFE_INTEGER).default(0),
      pageSize: queryNumber(1, 500).default(50),
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
    // Reading up to a number twice is reading it once.
    ...{ method: 'POST', path: '/v1/notifications/read', tag: 'Inbox', access: 'signed-in', idempotent: false },
    summary: 'Mark everything up to a number as read',
    body: z.strictObject({ upToSequence: sequence }),
    answer: z.object({ unreadCount: z.int() }),
    handle: ({ body }) => notifications.markNotificationsRead(body),
  }),
  operation({
    ...{ method: 'POST', path: '/v1/devices', tag: 'Inbox', access: 'signed-in', status: 201, idempotent: false },
    summary: 'Register a device; the same token again is the same device',
    body: z.strictObject({ kind: deviceKind.input, token: z.string().min(1).max(4_096) }),
    answer: z.object({ deviceId: z.string(), kind: deviceKind.output, createTime: time }),
    handle: async ({ body }) => (await notifications.registerDevice(body)).device,
  }),
];
