// Drivers, their routes and their positions, as they are in requests and responses.
import { DriverStatus, PickupStatus, PointRejection, RouteStatus } from '@lastmile/contracts';
import { z } from 'zod';
import { instant, maybeText, maybeTime, place, position, text, time, words } from './fields.schema.js';

export const driverStatus = words(DriverStatus, 'DRIVER_STATUS_');
export const routeStatus = words(RouteStatus, 'ROUTE_STATUS_');
export const pickupStatus = words(PickupStatus, 'PICKUP_STATUS_');
export const vehicle = z
  .strictObject({
    plate: text(2, 16),
    description: text(0, 80),
    seats: z.int().min(1).max(8).describe('Passenger seats.'),
    wheelchairPlaces: z.int().min(0).max(2).default(0),
  })
  .meta({ id: 'Vehicle' });
export const driver = z
  .object({
    driverId: z.string(),
    name: z.string(),
    vehicle,
    createTime: time,
    status: driverStatus.output.describe(
      'Only an approved driver starts a route. A new name or plate is approved anew.',
    ),
    statusReason: maybeText.describe('Why suspended, in the operator’s words.'),
    statusTime: time,
  })
  .meta({ id: 'Driver' });
export const route = z
  .object({
    routeId: z.string(),
    driverId: z.string(),
    status: routeStatus.output,
    stops: z.array(z.object({ stationId: z.string(), name: z.string(), position, pickupStatus: pickupStatus.output })),
    destination: place,
    seats: z.int(),
    wheelchairPlaces: z.int(),
    detourBudgetSeconds: z.int(),
    autoAccept: z.boolean(),
    createTime: time,
    startTime: maybeTime,
    finishTime: maybeTime,
  })
  .meta({ id: 'Route' });
export const detour = z
  .int()
  .min(0)
  .max(3_600)
  .describe('Seconds that the drive may become longer for all riders together.');

/** One fix of a device. */
const point = z
  .strictObject({
    position,
    time: instant,
    accuracyMeters: z.number().min(0).default(0).describe('68% confidence; 0 when unknown.'),
    speedMetersPerSecond: z.number().min(0).optional(),
    headingDegrees: z.number().min(0).max(360).optional(),
  })
  .meta({ id: 'Point' });
export const pointsInput = z.strictObject({ points: z.array(point).min(1).max(500).describe('Oldest first.') });
export const pointsAnswer = z.object({
  acceptedCount: z.int(),
  rejected: z.array(z.object({ index: z.int(), reason: words(PointRejection, 'POINT_REJECTION_').output })),
});
