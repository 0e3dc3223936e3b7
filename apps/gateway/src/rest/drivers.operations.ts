// Drivers, their positions and routes.
import { DriverStatus, RouteStatus } from '@lastmile/contracts';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { operation } from '../http/operation.js';
import type { FixRelay } from '../location/fix-relay.js';
import {
  detour,
  driver,
  driverStatus,
  pickupStatus,
  pointsAnswer,
  pointsInput,
  route,
  routeStatus,
  vehicle,
} from '../schemas/driver.schema.js';
import {
  list,
  maybeUuid,
  page,
  pageQuery,
  placeInput,
  position,
  queryInteger,
  queryNumber,
  text,
  time,
  uuid,
  uuidParam,
} from '../schemas/fields.schema.js';

const [drivers, positions, routes] = ['Drivers', 'Positions', 'Routes'];

export const driverOperations = ({ drivers: service, locations }: Clients, fixes: FixRelay) => [
  operation({
    method: 'PUT',
    path: '/v1/drivers/me',
    tag: drivers!,
    access: ['driver'],
    summary: 'Make or replace your driver profile',
    body: z.strictObject({ name: text(1, 80), vehicle }),
    answer: driver,
    handle: async ({ body, requestId }) => (await service.registerDriver({ ...body, requestId })).driver,
  }),
  operation({
    method: 'GET',
    path: '/v1/drivers/me',
    tag: drivers!,
    access: ['driver'],
    summary: 'Your driver profile',
    answer: driver,
    handle: async () => (await service.getDriver({ driverId: '' })).driver,
  }),
  operation({
    method: 'GET',
    path: '/v1/drivers',
    tag: drivers!,
    access: ['operator'],
    summary: 'Drivers, newest first',
    query: z.strictObject({
      ...pageQuery,
      nameContains: text(0, 80).default('').describe('In the name or the plate, in any case.'),
      status: driverStatus.input.default(DriverStatus.DRIVER_STATUS_UNSPECIFIED),
    }),
    answer: page(driver),
    handle: async ({ query }) => {
      const { drivers: items, nextPageToken } = await service.listDrivers(query);
      return { items, nextPageToken };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/drivers/available',
    tag: positions!,
    access: ['operator'],
    summary: 'Drivers on duty with free seats around a point, nearest first; live over the socket: area:join',
    query: z.strictObject({
      lat: queryNumber(-90, 90),
      lon: queryNumber(-180, 180),
      radius: queryNumber(1, 20_000).default(2_000).describe('Metres.'),
      limit: queryInteger(1, 100).default(20),
    }),
    answer: list(
      z.object({
        driverId: z.string(),
        position,
        distanceMeters: z.number(),
        time: time.describe('When the position was measured.'),
        freeSeats: z.int(),
      }),
    ),
    handle: async ({ query: { lat, lon, radius, limit } }) => {
      const asked = { position: { latitude: lat, longitude: lon }, radiusMeters: radius, limit };
      const { drivers: near } = await locations.findNearbyDrivers(asked);
      return {
        items: near.map(({ location, distanceMeters }) => ({ ...location, ...location?.point, distanceMeters })),
      };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/drivers/:driverId',
    tag: drivers!,
    access: ['operator'],
    summary: 'A driver',
    params: uuidParam('driverId'),
    answer: driver,
    handle: async ({ params }) => (await service.getDriver(params)).driver,
  }),
  operation({
    method: 'POST',
    path: '/v1/drivers/:driverId/approve',
    tag: drivers!,
    access: ['operator'],
    summary: 'Let a driver drive',
    params: uuidParam('driverId'),
    body: z.strictObject({}),
    answer: driver,
    handle: async ({ params, requestId }) => {
      const asked = { ...params, requestId, status: DriverStatus.DRIVER_STATUS_APPROVED, reason: '' };
      return (await service.reviewDriver(asked)).driver;
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/drivers/:driverId/suspend',
    tag: drivers!,
    access: ['operator'],
    summary:
      'Reject or suspend a driver: offers lapse, waiting riders are matched anew, riders aboard are brought home',
    params: uuidParam('driverId'),
    body: z.strictObject({ reason: text(1, 200).describe('Told to the driver.') }),
    answer: driver,
    handle: async ({ params, body, requestId }) => {
      const asked = { ...params, ...body, requestId, status: DriverStatus.DRIVER_STATUS_SUSPENDED };
      return (await service.reviewDriver(asked)).driver;
    },
  }),
  operation({
    // A fix that is sent twice is rejected as stale, so no idempotency key is needed.
    method: 'POST',
    path: '/v1/drivers/me/positions',
    tag: positions!,
    access: ['driver'],
    idempotent: false,
    summary: 'Send fixes of your device; offline ones with their own times',
    body: pointsInput,
    answer: pointsAnswer,
    // Uses the same stream as fixes from sockets: a call for each request would cost more.
    handle: ({ body, caller }) => fixes.send(caller!.userId, body.points),
  }),
  operation({
    method: 'POST',
    path: '/v1/routes',
    tag: routes!,
    access: ['driver'],
    status: 201,
    summary: 'Register a route past stations to a destination',
    body: z.strictObject({
      stationIds: z.array(stationId).min(1).max(10).describe('In driving order.'),
      destination: placeInput,
      seats: z.int().min(1).max(8).optional().describe('Default: all of the vehicle’s.'),
      wheelchairPlaces: z.int().min(0).max(2).optional().describe('Default: all of the vehicle’s.'),
      detourBudgetSeconds: detour.optional(),
      autoAccept: z.boolean().default(false).describe('Accept offers without asking.'),
    }),
    answer: route,
    handle: async ({ body, requestId }) =>
      (await service.registerRoute({ ...body, seats: body.seats ?? 0, requestId })).route,
  }),
  operation({
    method: 'GET',
    path: '/v1/routes',
    tag: routes!,
    access: ['driver', 'operator'],
    summary: 'Routes, newest first; a driver sees their own',
    query: z.strictObject({
      ...pageQuery,
      status: routeStatus.input.default(RouteStatus.ROUTE_STATUS_UNSPECIFIED),
      driverId: maybeUuid,
    }),
    answer: page(route),
    handle: async ({ query }) => {
      const { routes: items, nextPageToken } = await service.listRoutes(query);
      return { items, nextPageToken };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/routes/:routeId',
    tag: routes!,
    access: ['driver', 'operator'],
    summary: 'A route',
    params: uuidParam('routeId'),
    answer: route,
    handle: async ({ params }) => (await service.getRoute(params)).route,
  }),
  operation({
    method: 'PATCH',
    path: '/v1/routes/:routeId',
    tag: routes!,
    access: ['driver'],
    summary: 'Change seats, detour budget or auto-accept',
    params: uuidParam('routeId'),
    body: z.strictObject({
      seats: z.int().min(1).max(8).optional(),
      detourBudgetSeconds: detour.optional(),
      autoAccept: z.boolean().optional(),
    }),
    answer: route,
    handle: async ({ params, body, requestId }) => (await service.updateRoute({ ...params, ...body, requestId })).route,
  }),
  operation({
    method: 'POST',
    path: '/v1/routes/:routeId/start',
    tag: routes!,
    access: ['driver'],
    summary: 'Go on the way; positions are kept and stations matched from now on',
    params: uuidParam('routeId'),
    body: z.strictObject({}),
    answer: route,
    handle: async ({ params, requestId }) => (await service.startRoute({ ...params, requestId })).route,
  }),
  operation({
    method: 'POST',
    path: '/v1/routes/:routeId/finish',
    tag: routes!,
    access: ['driver'],
    summary: 'End the route; refused while riders are aboard',
    params: uuidParam('routeId'),
    body: z.strictObject({
      cancelScheduled: z.boolean().default(false).describe('Send riders who are scheduled back to waiting.'),
    }),
    answer: route,
    handle: async ({ params, body, requestId }) => (await service.finishRoute({ ...params, ...body, requestId })).route,
  }),
  operation({
    method: 'PUT',
    path: '/v1/routes/:routeId/stops/:stationId/pickup-status',
    tag: routes!,
    access: ['driver'],
    summary: 'Say what you do at a target station',
    params: z.object({ routeId: uuid, stationId }),
    body: z.strictObject({ pickupStatus: pickupStatus.input }),
    answer: route,
    handle: async ({ params, body, requestId }) =>
      (await service.updatePickupStatus({ ...params, ...body, requestId })).route,
  }),
];
