// What the RPCs accept: one schema for each request, refused as INVALID_ARGUMENT with the field's name.
import type { UpdateLocationRequest } from '@lastmile/contracts';
import { id, latLng, text } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';

const MAX_IDS = 500;
const MAX_POINTS = 500;
const driverId = id('driver');
const driverIds = z.array(driverId).max(MAX_IDS);

/** 0, which proto3 sends for a missing value, means the default. */
const amount = (fallback: number, max: number) =>
  z
    .number({ error: 'must be a number' })
    .min(0, 'must not be negative')
    .max(max, `must be at most ${max}`)
    .transform((given) => (given === 0 ? fallback : given));

/** The points themselves are checked one by one, by `sortFixes`. */
export const updateLocation = (callerId: string) =>
  z.object({
    driverId: z.union([z.literal('').transform(() => callerId), driverId]),
    points: z.custom<UpdateLocationRequest['points']>(Array.isArray).refine((points) => points.length <= MAX_POINTS, {
      error: `must have at most ${MAX_POINTS} items`,
    }),
  });
export const subscribeLocationUpdates = z.object({ driverIds: driverIds.min(1) });
const areaId = text(100);
const area = z.object({ areaId, center: latLng, radiusMeters: z.number().min(1).max(20_000) });
export const watchLocations = z.object({
  addDriverIds: driverIds,
  removeDriverIds: driverIds,
  addAreas: z.array(area).max(MAX_IDS),
  removeAreaIds: z.array(areaId).max(MAX_IDS),
});
export const getDriverLocations = z.object({ driverIds });
export const findNearbyDrivers = z.object({
  position: latLng,
  radiusMeters: amount(2_000, 20_000),
  limit: amount(20, 100).refine(Number.isInteger, 'must be a whole number'),
});
export const listApproaches = z.object({
  stationId: z.union([z.literal(''), stationId]),
  driverId: z.union([z.literal(''), driverId]),
});
export const matchApproach = z.object({ driverId, stationId });
