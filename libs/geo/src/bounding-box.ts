/** A box of latitudes and longitudes: the cheap first filter before exact distances, in SQL as in memory. */
import { EARTH_RADIUS_METERS, type LatLng } from './lat-lng.js';

export interface BoundingBox {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  /** Smaller than `west` when the box crosses the antimeridian. */
  readonly east: number;
}

/**
 * The smallest box that holds every point within `radiusMeters` of `center`.
 * Around a pole, and for radii that reach one, it spans all longitudes.
 */
export function boundingBox(center: LatLng, radiusMeters: number): BoundingBox {
  const angle = Math.max(0, radiusMeters) / EARTH_RADIUS_METERS;
  const latitudeSpan = (angle * 180) / Math.PI + ROUNDING_DEGREES;
  const south = Math.max(-90, center.latitude - latitudeSpan);
  const north = Math.min(90, center.latitude + latitudeSpan);
  // The meridians are closest together where the circle's tangent touches them, a little poleward of the centre.
  const sine = Math.sin(angle) / Math.cos((center.latitude * Math.PI) / 180);
  if (south === -90 || north === 90 || sine >= 1 || angle >= Math.PI / 2) {
    return { south, north, west: -180, east: 180 };
  }
  const longitudeSpan = (Math.asin(sine) * 180) / Math.PI + ROUNDING_DEGREES;
  return { south, north, west: wrap(center.longitude - longitudeSpan), east: wrap(center.longitude + longitudeSpan) };
}

/** True when `point` lies in `box`, borders included. */
export function isInside(box: BoundingBox, point: LatLng): boolean {
  if (point.latitude < box.south || point.latitude > box.north) return false;
  return box.west <= box.east
    ? point.longitude >= box.west && point.longitude <= box.east
    : point.longitude >= box.west || point.longitude <= box.east;
}

/** A tenth of a millimetre: a point exactly on the circle must not fall out by rounding. */
const ROUNDING_DEGREES = 1e-9;

const wrap = (longitude: number): number =>
  longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;
