// Riders and ride requests.
import { RideStatus } from '@lastmile/contracts';
import { partyFields } from '@lastmile/party';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import { maybeUuid, page, pageQuery, queryFlag, text, uuidParam } from '../schemas/fields.schema.js';
import { quote, ride, rider, rideStatus, rideWish } from '../schemas/ride.schema.js';
import { nothing, search } from '../schemas/search.schema.js';

export const rideOperations = ({ riders }: Clients) => [
  operation({
    method: 'PUT',
    path: '/v1/riders/me',
    tag: 'Riders',
    access: ['rider'],
    summary: 'Make or replace your rider profile',
    body: z.strictObject({ name: text(1, 80), wheelchair: z.boolean().default(false) }),
    answer: rider,
    handle: async ({ body, requestId }) => (await riders.registerRider({ ...body, requestId })).rider,
  }),
  operation({
    method: 'GET',
    path: '/v1/riders/me',
    tag: 'Riders',
    access: ['rider'],
    summary: 'Your rider profile',
    answer: rider,
    handle: async () => (await riders.getRider({ riderId: '' })).rider,
  }),
  operation({
    method: 'POST',
    path: '/v1/rides',
    tag: 'Rides',
    access: ['rider'],
    status: 201,
    summary: 'Request a ride from a real train',
    body: rideWish,
    answer: ride,
    handle: async ({ body: { party, ...wish }, requestId }) =>
      (await riders.requestRide({ ...wish, ...partyFields(party), requestId })).ride,
  }),
  operation({
    // Changes nothing, so no idempotency key is needed.
    method: 'POST',
    path: '/v1/rides/quote',
    tag: 'Rides',
    access: ['rider'],
    idempotent: false,
    cost: 2,
    summary: 'What requesting this ride would promise now',
    body: rideWish,
    answer: quote,
    handle: ({ body: { party, ...wish } }) => riders.quoteRide({ ...wish, ...partyFields(party) }),
  }),
  operation({
    method: 'GET',
    path: '/v1/rides',
    tag: 'Rides',
    access: ['rider', 'operator'],
    summary: 'Rides, newest first; a rider sees their own',
    query: z.strictObject({
      ...pageQuery,
      status: rideStatus.input.default(RideStatus.RIDE_STATUS_UNSPECIFIED),
      openOnly: queryFlag,
      riderId: maybeUuid,
      ...search,
      text: text(0, 80).default('').describe('In the rider’s name, in any case.'),
    }),
    answer: page(ride),
    handle: async ({ query: { from, to, ...rest } }) => {
      const asked = { ...rest, createFromTime: from, createToTime: to };
      const { rides: items, nextPageToken } = await riders.listRides(asked);
      return { items, nextPageToken };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/rides/:rideId',
    tag: 'Rides',
    access: ['rider', 'operator'],
    summary: 'A ride with its status and why it waits',
    params: uuidParam('rideId'),
    answer: ride,
    handle: async ({ params }) => (await riders.getRideStatus(params)).ride,
  }),
  operation({
    method: 'POST',
    path: '/v1/rides/:rideId/cancel',
    tag: 'Rides',
    access: ['rider'],
    summary: 'Cancel a ride, and its trip if there is one',
    params: uuidParam('rideId'),
    body: nothing,
    answer: ride,
    handle: async ({ params, requestId }) => (await riders.cancelRide({ ...params, requestId })).ride,
  }),
];
