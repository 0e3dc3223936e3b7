// Trains under way, for maps.
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { instant, position, queryInteger, time } from '../schemas/fields.schema.js';
import { line } from './stations.operations.js';

const call = z
  .object({ stationId: z.string(), stationName: z.string(), position, arriveTime: time, departTime: time })
  .meta({ id: 'TrainCall', description: 'A stop, whether riders may get off there or not.' });
const train = z
  .object({
    trainId: z.string().describe('GTFS trip_id.'),
    serviceDate: z.string().describe('GTFS service day; a train after midnight may belong to the day before.'),
    line,
    headsign: z.string(),
    directionId: z.int(),
    calls: z
      .array(call)
      .describe('Two or more: where it stands or what it left last, all it reaches until `to`, and the next one.'),
  })
  .meta({ id: 'Train' });

export const trainOperations = ({ stations }: Clients) => [
  operation({
    method: 'GET',
    path: '/v1/trains',
    tag: 'Stations',
    access: 'public',
    summary: 'Trains under way by the timetable, by line and first departure',
    query: z.strictObject({
      from: instant.optional().describe('Default now. Fractions of seconds are cut off.'),
      to: instant.optional().describe('Default `from`; at most 15 minutes after it.'),
      limit: queryInteger(1, 2_000).default(500).describe('Trains, at most 2,000.'),
    }),
    answer: z.object({ items: z.array(train), truncated: z.boolean().describe('More run than `limit`.') }),
    handle: async ({ query: { from, to, limit } }) => {
      const { trains: items, truncated } = await stations.listRunningTrains({ fromTime: from, toTime: to, limit });
      return { items, truncated };
    },
  }),
];
