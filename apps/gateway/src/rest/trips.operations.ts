// Trips.
import { TripStatus } from '@lastmile/contracts';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { maybeUuid, page, pageQuery, queryFlag, text, uuidParam } from '../schemas/fields.schema.js';
import { nothing, reason, search } from '../schemas/search.schema.js';
import { history, trip, tripStatus } from '../schemas/trip.schema.js';

export const tripOperations = ({ trips }: Clients) => {
  /** A command of the driver without further input than the trip. */
  const step = (
    verb: string,
    summary: string,
    act: (command: { tripId: string; requestId: string }) => Promise<{ trip?: unknown }>,
  ) =>
    operation({
      method: 'POST',
      path: `/v1/trips/:tripId/${verb}`,
      tag: 'Trips',
      access: ['driver'],
      summary,
      params: uuidParam('tripId'),
      body: nothing,
      answer: trip,
      handle: async ({ params, requestId }) => (await act({ ...params, requestId })).trip,
    });
  return [
    operation({
      method: 'GET',
      path: '/v1/trips',
      tag: 'Trips',
      access: ['rider', 'driver', 'operator'],
      summary: 'Trips, newest first; riders and drivers see their own',
      query: z.strictObject({
        ...pageQuery,
        status: tripStatus.input.default(TripStatus.TRIP_STATUS_UNSPECIFIED),
        liveOnly: queryFlag,
        riderId: maybeUuid,
        driverId: maybeUuid,
        rideId: maybeUuid.describe('Every car that was asked for one ride.'),
        ...search,
        text: text(0, 80).default('').describe('In a name or the plate, in any case. For operators only.'),
      }),
      answer: page(trip),
      handle: async ({ query: { from, to, ...rest } }) => {
        const asked = { ...rest, routeIds: [], createFromTime: from, createToTime: to };
        const { trips: items, nextPageToken } = await trips.listTrips(asked);
        return { items, nextPageToken };
      },
    }),
    operation({
      method: 'GET',
      path: '/v1/trips/:tripId',
      tag: 'Trips',
      access: ['rider', 'driver', 'operator'],
      summary: 'A trip and its history; the PIN only for its rider',
      params: uuidParam('tripId'),
      answer: z.object({ trip, history }),
      handle: ({ params }) => trips.getTripDetails(params),
    }),
    step('accept', 'Accept an offer', (command) => trips.acceptTrip(command)),
    operation({
      method: 'POST',
      path: '/v1/trips/:tripId/decline',
      tag: 'Trips',
      access: ['driver'],
      summary: 'Decline an offer; the rider waits again, without you',
      params: uuidParam('tripId'),
      body: z.strictObject({ reason }),
      answer: trip,
      handle: async ({ params, body, requestId }) => (await trips.declineTrip({ ...params, ...body, requestId })).trip,
    }),
    step('arrive', 'You stand at the pickup point', (command) =>
      trips.updateTripStatus({ ...command, status: TripStatus.TRIP_STATUS_ARRIVED }),
    ),
    operation({
      method: 'POST',
      path: '/v1/trips/:tripId/pickup',
      tag: 'Trips',
      access: ['driver'],
      summary: 'The rider is aboard and told you the PIN',
      params: uuidParam('tripId'),
      body: z.strictObject({ pin: z.string().regex(/^\d{4}$/, 'must be four digits') }),
      answer: trip,
      handle: async ({ params, body, requestId }) =>
        (await trips.confirmPickup({ ...params, ...body, requestId })).trip,
    }),
    step('dropoff', 'The rider is at the destination', (command) => trips.confirmDropoff(command)),
    operation({
      method: 'POST',
      path: '/v1/trips/:tripId/cancel',
      tag: 'Trips',
      access: ['rider', 'driver', 'operator'],
      summary: 'Cancel a trip before boarding',
      params: uuidParam('tripId'),
      body: z.strictObject({ reason }),
      answer: trip,
      handle: async ({ params, body, requestId }) => (await trips.cancelTrip({ ...params, ...body, requestId })).trip,
    }),
    operation({
      method: 'POST',
      path: '/v1/trips/:tripId/no-show',
      tag: 'Trips',
      access: ['rider', 'driver'],
      summary: 'The other one did not come',
      params: uuidParam('tripId'),
      body: nothing,
      answer: trip,
      handle: async ({ params, requestId }) => (await trips.reportNoShow({ ...params, requestId })).trip,
    }),
    operation({
      method: 'POST',
      path: '/v1/trips/:tripId/rating',
      tag: 'Trips',
      access: ['rider', 'driver'],
      summary: 'Rate the other one, once',
      params: uuidParam('tripId'),
      body: z.strictObject({ rating: z.int().min(1).max(5) }),
      answer: trip,
      handle: async ({ params, body, requestId }) => (await trips.rateTrip({ ...params, ...body, requestId })).trip,
    }),
  ];
};
