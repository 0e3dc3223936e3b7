// What the RPCs accept: one schema for each request, refused as INVALID_ARGUMENT with the field's name.
import { DriverStatus, PickupStatus, RouteStatus } from '@lastmile/contracts';
import { instant, interval, latLng, optionalText, pageSize, requestId, text, uuid } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';

const MAX_IDS = 500;
const MAX_STATISTICS_HOURS = 48;
const DEFAULT_DETOUR_SECONDS = 600;

const seats = z.number().int().min(1).max(8);
const detourBudgetSeconds = z.number().int().min(0).max(3600);
const place = z.object({ position: latLng, name: optionalText(200) });
const onRoute = { requestId, routeId: uuid('route') };
const page = { pageSize, pageToken: z.string() };
const anyone = z.literal('').or(uuid('driver'));

export const registerDriver = z.object({
  requestId,
  name: text(80),
  vehicle: z
    .object({
      plate: text(16).refine((plate) => plate.length >= 2, 'must have at least 2 characters'),
      description: optionalText(80),
      seats,
      wheelchairPlaces: z.number().int().min(0).max(2),
    })
    .refine((vehicle) => vehicle.wheelchairPlaces <= vehicle.seats, {
      path: ['wheelchairPlaces'],
      error: 'must not be more than the seats',
    }),
});

export const getDriver = z.object({ driverId: uuid('driver') });
export const listDrivers = z.object({
  ...page,
  nameContains: optionalText(80),
  status: z.enum(DriverStatus).refine((status) => status !== DriverStatus.UNRECOGNIZED, 'must be a status'),
});
export const reviewDriver = z
  .object({
    requestId,
    driverId: uuid('driver'),
    status: z.literal(
      [DriverStatus.DRIVER_STATUS_APPROVED, DriverStatus.DRIVER_STATUS_SUSPENDED],
      'must be approved or suspended',
    ),
    reason: optionalText(200),
  })
  .refine(({ status, reason }) => (reason !== '') === (status === DriverStatus.DRIVER_STATUS_SUSPENDED), {
    path: ['reason'],
    error: 'must be given to suspend, and only then',
  });
export const getRouteStatistics = interval(MAX_STATISTICS_HOURS);

export const registerRoute = z.object({
  requestId,
  stationIds: z
    .array(stationId)
    .min(1, 'must name a station')
    .max(10, 'must name at most 10 stations')
    .refine((ids) => new Set(ids).size === ids.length, 'must name each station once'),
  destination: place,
  // 0 is proto3's absent value.
  seats: z
    .literal(0)
    .transform(() => undefined)
    .or(seats),
  wheelchairPlaces: z.number().int().min(0).max(2).optional(),
  detourBudgetSeconds: detourBudgetSeconds.default(DEFAULT_DETOUR_SECONDS),
  autoAccept: z.boolean(),
});

export const startRoute = z.object(onRoute);
export const updateRoute = z.object({
  ...onRoute,
  seats: seats.optional(),
  detourBudgetSeconds: detourBudgetSeconds.optional(),
  autoAccept: z.boolean().optional(),
});
export const finishRoute = z.object({ ...onRoute, cancelScheduled: z.boolean() });
export const updatePickupStatus = z.object({
  ...onRoute,
  stationId,
  pickupStatus: z
    .enum(PickupStatus)
    .refine(
      (status) => status !== PickupStatus.PICKUP_STATUS_UNSPECIFIED && status !== PickupStatus.UNRECOGNIZED,
      'must be a status',
    ),
});

export const getRoute = z.object({ routeId: uuid('route') });
export const batchGetRoutes = z
  .object({ routeIds: z.array(uuid('route')), startedDriverIds: z.array(uuid('driver')) })
  .refine(({ routeIds, startedDriverIds }) => routeIds.length + startedDriverIds.length <= MAX_IDS, {
    path: ['routeIds'],
    error: `must be at most ${MAX_IDS} ids in all`,
  });
export const listRoutes = z.object({
  driverId: anyone,
  status: z.enum(RouteStatus).refine((status) => status !== RouteStatus.UNRECOGNIZED, 'must be a status'),
  ...page,
});

/** Where the next page starts. */
export const position = z.object({ createTime: z.coerce.date().pipe(instant), id: uuid('page') });
