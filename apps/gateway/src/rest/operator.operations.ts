// Operations for operators.
import { WaitingReason } from '@lastmile/contracts';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { takeSnapshot } from '../snapshot.js';
import { route } from '../schemas/driver.schema.js';
import { ride } from '../schemas/ride.schema.js';
import { trip } from '../schemas/trip.schema.js';
import { maybeText, position, text, time, uuid, uuidParam, words } from '../schemas/fields.schema.js';
import { station } from './stations.operations.js';
import type { Clock } from '@lastmile/config';

const point = z.object({ position, time, accuracyMeters: z.number() });
const location = z.object({ driverId: z.string(), routeId: z.string(), point });
const match = z.object({
  trips: z.array(trip),
  plan: z.array(
    z.object({
      driverId: z.string(),
      routeId: z.string(),
      departTime: time,
      stops: z.array(z.object({ rideId: z.string(), dropoffTime: time })),
      detourSeconds: z.number(),
    }),
  ),
  unserved: z.array(
    z.object({ rideId: z.string(), reason: words(WaitingReason, 'WAITING_REASON_').output, driverId: maybeText }),
  ),
});
const broadcast = z.object({
  broadcastId: z.string(),
  title: z.string(),
  body: z.string(),
  createTime: time,
  recipientCount: z.int().describe('Inboxes that have it so far.'),
  writtenTime: time.optional().describe('When the last inbox had it; absent while it is being written.'),
});
const common = { tag: 'Operator', access: ['operator'] } as const;

export const operatorOperations = (clients: Clients, clock: Clock) => [
  operation({
    ...common,
    method: 'GET',
    path: '/v1/snapshot',
    cost: 20,
    summary: 'Everything at a glance, at most 500 of each kind',
    answer: z.object({
      time,
      stations: z.array(station),
      routes: z.array(route),
      locations: z.array(location),
      rides: z.array(ride),
      trips: z.array(trip),
      truncated: z.boolean(),
    }),
    handle: () => takeSnapshot(clients, clock),
  }),
  operation({
    // Planning again never assigns a rider twice, so no idempotency key is needed.
    ...common,
    method: 'POST',
    path: '/v1/matches',
    idempotent: false,
    cost: 20,
    summary: 'Run matching now for a driver at one of its target stations',
    body: z.strictObject({ driverId: uuid, stationId }),
    answer: match,
    handle: async ({ body }) => (await clients.locations.matchApproach(body)).match,
  }),
  operation({
    ...common,
    method: 'POST',
    path: '/v1/broadcasts',
    status: 202,
    cost: 50,
    summary: 'Write to the inboxes of some or all people; accepted here, and written after that',
    body: z.strictObject({
      userIds: z.array(uuid).max(1_000).default([]).describe('Empty: everybody.'),
      title: text(1, 120),
      body: text(0, 1_000).default(''),
    }),
    answer: broadcast,
    handle: async ({ body, requestId }) => {
      const accepted = await clients.notifications.broadcastUpdate({ ...body, requestId });
      return accepted.broadcast!;
    },
  }),
  operation({
    ...common,
    method: 'GET',
    path: '/v1/broadcasts/:broadcastId',
    summary: 'How far a broadcast has come',
    params: uuidParam('broadcastId'),
    answer: broadcast,
    handle: async ({ params: { broadcastId } }) =>
      (await clients.notifications.getBroadcast({ broadcastId })).broadcast!,
  }),
];
