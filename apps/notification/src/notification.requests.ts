// Requests as the contract allows them.
import { DeviceKind as WireDeviceKind } from '@lastmile/contracts';
import { id, optionalText, pageSize, requestId, text, uuid } from '@lastmile/grpc';
import { z } from 'zod';
import type { DeviceKind } from './devices/device.types.js';
import { toDeviceKind } from './notification.wire.js';

const MAX_SEQUENCE = Number.MAX_SAFE_INTEGER;
const sequence = z.number().int('must be a whole number').min(0, 'must not be negative').max(MAX_SEQUENCE);
const title = text(120);
const body = optionalText(1_000);
const userId = uuid('user');

export const sendNotificationRequest = z.object({
  requestId,
  userId,
  kind: id('kind').max(60, 'must have at most 60 characters'),
  title,
  body,
  data: z
    .record(id('data'), optionalText(1_000))
    .refine((data) => Object.keys(data).length <= 20, 'must have at most 20 entries'),
});

export const broadcastUpdateRequest = z.object({
  requestId,
  userIds: z.array(userId).max(10_000),
  title,
  body,
});

export const getBroadcastRequest = z.object({ broadcastId: uuid('broadcast') });

export const streamNotificationsRequest = z.object({
  add: z.array(z.object({ userId, afterSequence: sequence })),
  removeUserIds: z.array(userId),
});

export const personRequest = z.object({ userId });

export const listNotificationsRequest = z.object({
  afterSequence: sequence,
  pageSize,
});

export const markNotificationsReadRequest = z.object({ upToSequence: sequence });

/** Whether the token is valid for its kind is checked by the channel of that kind. */
export const registerDeviceRequest = z.object({
  kind: z.enum(WireDeviceKind, 'must be a device kind').transform((wire, context): DeviceKind => {
    const known = toDeviceKind(wire);
    if (known) return known;
    context.addIssue({ code: 'custom', message: 'must be a device kind' });
    return z.NEVER;
  }),
  token: optionalText(4_096),
});

export const unregisterDeviceRequest = z.object({ deviceId: uuid('device') });
