/** Pure geometry and travel-time estimates; imports nothing. */
export {
  EARTH_RADIUS_METERS,
  bearing,
  distanceMeters,
  interpolate,
  isLatLng,
  roundedPlace,
  type LatLng,
} from './lat-lng.js';
export { localHour } from './local-hour.js';
export { boundingBox, isInside, type BoundingBox } from './bounding-box.js';
export {
  DRIVE_KMH_BY_HOUR,
  ROAD_CIRCUITY,
  WALK_CIRCUITY,
  WALK_METERS_PER_SECOND,
  driveMetersPerSecond,
  travelSeconds,
  walkSeconds,
} from './travel.js';
