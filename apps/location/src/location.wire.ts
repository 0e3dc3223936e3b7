// Converts between lastmile.location.v1 messages and domain types.
import {
  PointRejection,
  type Approach as WireApproach,
  type AreaChange as WireAreaChange,
  type DriverLocation as WireLocation,
  type UpdateLocationRequest,
  waitingReasonFromJSON,
} from '@lastmile/contracts';
import type { Rejection } from './fixes/fixes.core.js';
import type { Approach, AreaChange, DriverLocation, RawFix } from './location.types.js';

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
