// The statistics of a day.
import { Actor, WaitingReason } from '@lastmile/contracts';
import type { Clock } from '@lastmile/config';
import { z } from 'zod';
import { dayOf, timeZoneOf } from '../day.js';
import { readDay } from '../day-statistics.js';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { tripStatus } from '../schemas/trip.schema.js';
import { maybeText, time, words } from '../schemas/fields.schema.js';

const count = z.int();
const rides = z
  .object({
    requested: count.describe('The sum of the others.'),
    waiting: count.describe('No car yet, or a driver who has not answered.'),
    underway: count,
    served: count,
    cancelled: count,
    expired: count,
    noShow: count,
  })
  .meta({ id: 'RideCounts', description: 'Rides requested in that time, by how they stand now.' });
const trips = z
  .object({
    made: count.describe('The sum of those from live on.'),
    offered: count.describe('Of all, those a driver was asked about.'),
    live: count,
    completed: count,
    declined: count,
    expired: count,
    cancelled: count,
    noShow: count,
  })
  .meta({ id: 'TripCounts', description: 'Trips made in that time, by how they stand now.' });
const wait = z
  .object({ count, meanSeconds: z.number(), p95Seconds: z.number() })
  .meta({ id: 'WaitStatistics', description: 'From standing at the kerb to boarding, of those who have boarded.' });
const figures = { rides, wait, trips, seatsUsed: count };
const day = z.object({
  date: z.string(),
  timeZone: z.string().describe('The agency’s.'),
  startTime: time,
  endTime: time,
  rides,
  wait,
  trips,
  seats: z.object({
    offered: count.describe('Of routes that started that day.'),
    used: count.describe('By riders who have boarded.'),
  }),
  waitingReasons: z
    .array(
      z.object({
        reason: words(WaitingReason, 'WAITING_REASON_').output.describe(
          'Absent when no plan has considered the rides.',
        ),
        rideCount: count,
        waitingCount: count.describe('Of those, rides that wait now.'),
        expiredCount: count.describe('Of those, rides that waited in vain.'),
      }),
    )
    .describe('Why rides have no car; most frequent first.'),
  ends: z
    .array(
      z.object({
        status: tripStatus.output,
        endedBy: words(Actor, 'PARTY_').output,
        reason: maybeText.describe('In their words; absent for none, and for rare ones.'),
        tripCount: count,
      }),
    )
    .describe('How trips ended before the destination; most frequent first.'),
  hours: z
    .array(z.object({ startTime: time, ...figures }))
    .describe('Every hour of the day; 23 or 25 when clocks change.'),
  stations: z
    .array(z.object({ stationId: z.string(), name: z.string(), ...figures }))
    .describe('The 20 with the most requests.'),
});

export const statisticsOperations = (clients: Clients, clock: Clock) => [
  operation({
    method: 'GET',
    path: '/v1/statistics/day',
    tag: 'Operator',
    access: ['operator'],
    cost: 20,
    summary: 'How a day went: rides and trips made that day, by hour and by station',
    query: z.strictObject({ date: z.iso.date().optional().describe('Default today, at the agency.') }),
    answer: day,
    handle: async ({ query }) => {
      const { timetables } = await clients.stations.listTimetables({});
      return readDay(clients, dayOf(query.date, timeZoneOf(timetables), clock.now()));
    },
  }),
];
