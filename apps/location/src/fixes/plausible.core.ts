// Whether a car can be where a phone says: how fast it would have had to drive, and whether a minus sign was lost.
//
// Thresholds:
// - 70 m/s (252 km/h): no car on a road is faster, so a higher speed is an error of the phone, however rare the fixes
// are.
// - A distance below 100 m is never a jump: reflections from buildings cause that much within one second.
// - Both accuracy radii are subtracted from the distance twice: 68% of errors are below one radius, 95% below two.
// - Without a previous fix, up to 500 km around the route's stations: no driver starts farther away.
// - A mirror image more than 1,000 km from its station is never accepted, however often it comes: the sign is wrong.
import { distanceMeters, type LatLng } from '@lastmile/geo';
import type { Fix } from '../location.types.js';

export const MAX_METERS_PER_SECOND = 70;
const ALWAYS_PLAUSIBLE_METERS = 100;
/** Assumed when a phone gives no accuracy. */
const USUAL_ACCURACY_METERS = 25;
const START_RADIUS_METERS = 500_000;
const LOST_RADIUS_METERS = 1_000_000;

/** Whether a car can have driven from one fix to a later one. */
export function isReachable(from: Fix, to: Fix): boolean {
  const seconds = (to.time.getTime() - from.time.getTime()) / 1000;
  const doubt = 2 * (accuracyOf(from) + accuracyOf(to));
  const meters = distanceMeters(from.position, to.position) - doubt;
  return meters <= Math.max(ALWAYS_PLAUSIBLE_METERS, seconds * MAX_METERS_PER_SECOND);
}

/** Whether a driver with these stations may start there. */
export const isNearRoute = (position: LatLng, stations: readonly LatLng[]): boolean =>
  stations.length === 0 || nearestMeters(position, stations) <= START_RADIUS_METERS;

/** Whether this is the far mirror image of a place near the route: certainly wrong. */
export const isLostSign = (position: LatLng, stations: readonly LatLng[]): boolean =>
  stations.length > 0 &&
  nearestMeters(position, stations) > LOST_RADIUS_METERS &&
  mirrored(position).some((image) => nearestMeters(image, stations) <= START_RADIUS_METERS);

/** Whether a car that cannot be here can be at this position's mirror image: probably wrong, if the two are close. */
export const isMirrorImage = (from: Fix, to: Fix): boolean =>
  mirrored(to.position).some((position) => isReachable(from, { ...to, position }));

const accuracyOf = ({ accuracyMeters }: Fix): number => accuracyMeters || USUAL_ACCURACY_METERS;

const mirrored = ({ latitude, longitude }: LatLng): LatLng[] => [
  { latitude, longitude: -longitude },
  { latitude: -latitude, longitude },
  { latitude: -latitude, longitude: -longitude },
];

const nearestMeters = (position: LatLng, places: readonly LatLng[]): number =>
  Math.min(...places.map((place) => distanceMeters(position, place)));
