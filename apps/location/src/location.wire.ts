// lastmile.location.v1 ↔ domain.
import {
  PointRejection,
  type Approach as WireApproach,
  type AreaChange as WireAreaChange,
  type DriverLocation as WireLocation,
  type UpdateLocationRequest,
  waitingReasonFromJSON,
} from '@lastmile/contracts';
import { id, latLng, text } from '@lastmile/grpc';
import { stationId } from '@lastmile/ids';
import { z } from 'zod';
import type { Rejection } from './fixes.core.js';
import type { Approach, DriverLocation, RawFix } from './location.types.js';
import type { AreaChange } from './live-areas.js';

const MAX_IDS = 500;
const MAX_POINTS = 500;
const driverId = id('driver');
const driverIds = z.array(driverId).max(MAX_IDS);

/** 0, which is what proto3 sends for nothing, means the default. */
const amount = (fallback: number, max: number) =>
  z
    .number({ error: 'must be a number' })
    .min(0, 'must not be negative')
    .max(max, `must be at most ${max}`)
    .transform((given) => (given === 0 ? fallback : given));

/** The points themselves are judged one by one, by `sortFixes`. */
export const updateLocationRequest = (callerId: string) =>
  z.object({
    driverId: z.union([z.literal('').transform(() => callerId), driverId]),
    points: z.custom<UpdateLocationRequest['points']>(Array.isArray).refine((points) => points.length <= MAX_POINTS, {
      error: `must have at most ${MAX_POINTS} items`,
    }),
  });
export const subscribeRequest = z.object({ driverIds: driverIds.min(1) });
const areaId = text(100);
const area = z.object({ areaId, center: latLng, radiusMeters: z.number().min(1).max(20_000) });
export const watchRequest = z.object({
  addDriverIds: driverIds,
  removeDriverIds: driverIds,
  addAreas: z.array(area).max(MAX_IDS),
  removeAreaIds: z.array(areaId).max(MAX_IDS),
});
export const getDriverLocationsRequest = z.object({ driverIds });
export const findNearbyDriversRequest = z.object({
  position: latLng,
  radiusMeters: amount(2_000, 20_000),
  limit: amount(20, 100).refine(Number.isInteger, 'must be a whole number'),
});
export const listApproachesRequest = z.object({
  stationId: z.union([z.literal(''), stationId]),
  driverId: z.union([z.literal(''), driverId]),
});
export const matchApproachRequest = z.object({ driverId, stationId });

export const toRawFix = (point: UpdateLocationRequest['points'][number]): RawFix => ({ ...point });

const REJECTIONS: Record<Rejection, PointRejection> = {
  stale: PointRejection.POINT_REJECTION_STALE,
  future: PointRejection.POINT_REJECTION_FUTURE,
  malformed: PointRejection.POINT_REJECTION_MALFORMED,
  inaccurate: PointRejection.POINT_REJECTION_INACCURATE,
  implausible_jump: PointRejection.POINT_REJECTION_IMPLAUSIBLE_JUMP,
  wrong_hemisphere: PointRejection.POINT_REJECTION_WRONG_HEMISPHERE,
};
export const toRejection = (reason: Rejection): PointRejection => REJECTIONS[reason];

export const toLocation = ({ driverId, routeId, fix, etas, freeSeats }: DriverLocation): WireLocation => ({
  driverId,
  routeId,
  point: { ...fix },
  trips: [...etas],
  freeSeats,
});

export const toAreaChange = ({ areaId, driverId, location, distanceMeters }: AreaChange): WireAreaChange => ({
  areaId,
  driverId,
  location: location && toLocation(location),
  distanceMeters: distanceMeters ?? 0,
});

export const toApproach = ({ lastMatch, ...approach }: Approach): WireApproach => ({
  ...approach,
  lastMatch: lastMatch && {
    ...lastMatch,
    leftBehind: lastMatch.leftBehind.map(({ reason, rideCount }) => ({
      reason: waitingReasonFromJSON(reason),
      rideCount,
    })),
  },
});
