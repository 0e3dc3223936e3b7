// Riders, ride requests and trips.
import { Party, RideStatus, TripStatus, WaitingReason } from '@lastmile/contracts';
import { pickupPointId, stationId, trainId } from '@lastmile/ids';
import { z } from 'zod';
import type { Clients } from '../gateway.clients.js';
import { operation } from '../http/operation.js';
import {
  instant,
  maybeText,
  maybeTime,
  maybeUuid,
  page,
  pageQuery,
  place,
  placeInput,
  queryFlag,
  text,
  time,
  uuidParam,
  words,
} from './schema.js';

const rideStatus = words(RideStatus, 'RIDE_STATUS_');
export const tripStatus = words(TripStatus, 'TRIP_STATUS_');
const party = words(Party, 'PARTY_');

const rider = z
  .object({ riderId: z.string(), name: z.string(), wheelchair: z.boolean(), createTime: time })
  .meta({ id: 'Rider' });
export const ride = z
  .object({
    rideId: z.string(),
    riderId: z.string(),
    riderName: z.string(),
    status: rideStatus.output,
    stationId: z.string(),
    stationName: z.string(),
    train: z.object({
      trainId: z.string(),
      serviceDate: z.string(),
      lineName: maybeText,
      headsign: maybeText,
      arriveTime: time,
    }),
    pickupPointId: maybeText,
    pickup: place,
    destination: place,
    partySize: z.int(),
    wheelchair: z.boolean(),
    readyTime: time.describe('When the rider stands at the kerb: train arrival plus walk.'),
    latestPickupTime: time.describe('The rider’s limit.'),
    directSeconds: z.int(),
    maxRideSeconds: z.int().describe('The rider’s limit of time in the car.'),
    tripId: maybeText.describe('The present or last trip.'),
    waitingReason: words(WaitingReason, 'WAITING_REASON_').output.describe(
      'Why the newest plan has no car yet; absent with a car, and until a plan has considered the ride.',
    ),
    consideredTime: maybeTime.describe('When that plan was made.'),
    createTime: time,
    endTime: maybeTime,
  })
  .meta({ id: 'Ride' });
export const trip = z
  .object({
    tripId: z.string(),
    rideId: z.string(),
    riderId: z.string(),
    riderName: z
      .string()
      .describe('To the driver the first name until the offer is accepted, and nothing a day after the end.'),
    driverId: z.string(),
    driverName: z.string().describe('To the rider nothing a day after the end, like the car.'),
    vehiclePlate: z.string(),
    vehicleDescription: maybeText,
    routeId: z.string(),
    stationId: z.string(),
    status: tripStatus.output,
    partySize: z.int(),
    wheelchair: z.boolean(),
    pickup: place,
    destination: place.describe(
      'To the driver rounded to about 300 m and without a name until the offer is accepted, and again a day after the end.',
    ),
    readyTime: time,
    pickupTime: time,
    latestPickupTime: time.describe('Promise: not picked up later.'),
    dropoffTime: time,
    latestDropoffTime: time.describe('Promise: not dropped off later.'),
    directSeconds: z.int(),
    dropoffOrder: z.int(),
    addedDetourSeconds: z
      .int()
      .describe('How much longer this rider made the driver’s way when it was offered, waiting included.'),
    offerExpireTime: maybeTime,
    pin: maybeText.describe('Only in answers to the rider, who tells it to the driver.'),
    pinExpireTime: maybeTime,
    fare: z.object({ currency: z.string(), amountMinor: z.int() }),
    endedBy: party.output,
    endReason: maybeText,
    createTime: time,
    acceptTime: maybeTime,
    arriveTime: maybeTime,
    boardTime: maybeTime,
    endTime: maybeTime,
    driverRating: z.int().describe('0 while there is none.'),
    riderRating: z.int().describe('0 while there is none.'),
  })
  .meta({ id: 'Trip' });
const history = z.array(z.object({ version: z.int(), status: tripStatus.output, actor: party.output, time }));
const rideWish = z
  .strictObject({
    stationId,
    trainId: trainId.describe('From the station’s arrivals.'),
    serviceDate: z.iso.date().describe('From the station’s arrivals.'),
    destination: placeInput,
    partySize: z.int().min(1).max(6).default(1),
    wheelchair: z.boolean().optional().describe('Default: from your profile.'),
    maxWaitSeconds: z.int().min(60).max(3_600).optional().describe('At the kerb; default 900.'),
    pickupPointId: z.literal('').or(pickupPointId).default('').describe('Default: the nearest.'),
  })
  .meta({ id: 'RideWish' });
const quote = z
  .object({
    pickupPointId: maybeText,
    pickup: place,
    readyTime: time.describe('When you stand at the kerb: train arrival plus walk.'),
    latestPickupTime: time.describe('Your limit: not picked up later.'),
    directSeconds: z.int().describe('The drive without anybody else.'),
    maxRideSeconds: z.int().describe('Your limit of time in the car.'),
  })
  .meta({ id: 'RideQuote' });
const reason = text(0, 200).default('');
const nothing = z.strictObject({});
/** How lists are narrowed down. */
const search = {
  stationId: z.literal('').or(stationId).default(''),
  from: instant.optional().describe('Made then or later.'),
  to: instant.optional().describe('Made before.'),
};

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
    handle: async ({ body, requestId }) => (await riders.requestRide({ ...body, requestId })).ride,
  }),
  operation({
    // Asks and changes nothing, so no key is needed.
    method: 'POST',
    path: '/v1/rides/quote',
    tag: 'Rides',
    access: ['rider'],
    idempotent: false,
    cost: 2,
    summary: 'What requesting this ride would promise now',
    body: rideWish,
    answer: quote,
    handle: ({ body }) => riders.quoteRide(body),
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

export const tripOperations = ({ trips }: Clients) => {
  /** A driver's step that needs nothing but the trip. */
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
