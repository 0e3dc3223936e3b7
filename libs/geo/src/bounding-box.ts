/** A box of latitudes and longitudes: a cheap first filter before exact distances, in SQL and in memory. */
import { EARTH_RADIUS_METERS, type LatLng } from './lat-lng.js';

export interface BoundingBox {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  /** Smaller than `west` when the box crosses the antimeridian. */
  readonly east: number;
}

/**
 * The smallest box that contains every point within `radiusMeters` of `center`. If the circle contains a pole, the box
 * spans all longitudes.
 */
export function boundingBox(center: LatLng, radiusMeters: number): BoundingBox {
  const angle = Math.max(0, radiusMeters) / EARTH_RADIUS_METERS;
  const latitudeSpan = (angle * 180) / Math.PI + ROUNDING_DEGREES;
  const south = Math.max(-90, center.latitude - latitudeSpan);
  const north = Math.min(90, center.latitude + latitudeSpan);
  // The widest part of the circle is slightly nearer to the pole than its centre, where meridians are closer together.
  const sine = Math.sin(angle) / Math.cos((center.latitude * Math.PI) / 180);
  if (south === -90 || north === 90 || sine >= 1 || angle >= Math.PI / 2) {
    return { south, north, west: -180, east: 180 };
  }
  const longitudeSpan = (Math.asin(sine) * 180) / Math.PI + ROUNDING_DEGREES;
  return { south, north, west: wrap(center.longitude - longitudeSpan), east: wrap(center.longitude + longitudeSpan) };
}

/** True when `point` is in `box`, including its borders. */
export function isInside(box: BoundingBox, point: LatLng): boolean {
  if (point.latitude < box.south || point.latitude > box.north) return false;
  return box.west <= box.east
    ? point.longitude >= box.west && point.longitude <= box.east
    : point.longitude >= box.west || point.longitude <= box.east;
}

/** A tenth of a millimetre, so that rounding does not exclude a point exactly on the circle. */
const ROUNDING_DEGREES = 1e-9;

const wrap = (longitude: number): number =>
  longitude < -180 ? longitude + 360 : longitude > 180 ? longitude - 360 : longitude;
