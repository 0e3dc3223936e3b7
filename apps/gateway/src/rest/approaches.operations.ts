// Which drivers approach which station, and the last answer of matching.
import { WaitingReason } from '@lastmile/contracts';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { list, position, time, words } from '../schemas/fields.schema.js';

const matchOutcome = z
  .object({
    time,
    tripCount: z.int().describe('Riders’ parties it brought: see the trips.'),
    leftBehind: z
      .array(z.object({ reason: words(WaitingReason, 'WAITING_REASON_').output, rideCount: z.int() }))
      .describe('Rides that wait at the station and are not with this driver, counted by reason, most frequent first.'),
  })
  .meta({ id: 'MatchOutcome' });
const approach = z
  .object({
    driverId: z.string(),
    routeId: z.string(),
    stationId: z.string(),
    etaTime: time,
    distanceMeters: z.number(),
    position,
    positionTime: time.describe('When the position was measured.'),
    lastMatch: matchOutcome.optional().describe('The newest match for this driver here; absent before the first.'),
  })
  .meta({ id: 'Approach' });
const stationQuery = z.strictObject({ stationId: z.literal('').or(stationId).default('').describe('Default: all.') });

export const approachOperations = ({ locations }: Clients) => [
  operation({
    method: 'GET',
    path: '/v1/drivers/me/approaches',
    tag: 'Drivers',
    access: ['driver'],
    summary: 'Your stations ahead, earliest first, and why riders who wait there are not offered to you',
    query: stationQuery,
    answer: list(approach),
    handle: async ({ query, caller }) => {
      const { approaches } = await locations.listApproaches({ ...query, driverId: caller?.userId ?? '' });
      return { items: approaches };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/approaches',
    tag: 'Operator',
    access: ['operator'],
    summary: 'Who approaches a station, or any, earliest first',
    query: stationQuery,
    answer: list(approach),
    handle: async ({ query }) => ({
      items: (await locations.listApproaches({ ...query, driverId: '' })).approaches,
    }),
  }),
];
