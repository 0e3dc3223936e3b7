/** A point on Earth (WGS 84, decimal degrees) and the spherical geometry every service shares. */

export interface LatLng {
  /** Degrees north, −90 … 90. */
  readonly latitude: number;
  /** Degrees east, −180 … 180. */
  readonly longitude: number;
}

/**
 * Mean Earth radius (IUGG R₁). The sphere differs from the ellipsoid by at most 0.5%, much less than the circuity of
 * roads.
 */
export const EARTH_RADIUS_METERS = 6_371_008.8;

/**
 * True for finite coordinates in range. (0, 0) is valid here: only the caller knows whether it means "unknown" in its
 * data.
 */
export function isLatLng(value: unknown): value is LatLng {
  if (typeof value !== 'object' || value === null) return false;
  const { latitude, longitude } = value as Partial<LatLng>;
  return isWithin(latitude, 90) && isWithin(longitude, 180);
}

/**
 * Great-circle distance in metres. Vincenty's formula on the sphere: exact for points a few metres apart, like the
 * haversine formula, and also for antipodes, where haversine is wrong by a decimetre.
 */
export function distanceMeters(a: LatLng, b: LatLng): number {
  return EARTH_RADIUS_METERS * centralAngle(a, b);
}

/** Initial bearing from `a` to `b` in degrees clockwise from north, 0 ≤ bearing < 360; 0 when the points coincide. */
export function bearing(a: LatLng, b: LatLng): number {
  const [latA, latB, deltaLng] = [radians(a.latitude), radians(b.latitude), radians(b.longitude - a.longitude)];
  const east = Math.sin(deltaLng) * Math.cos(latB);
  const north = Math.cos(latA) * Math.sin(latB) - Math.sin(latA) * Math.cos(latB) * Math.cos(deltaLng);
  return (degrees(Math.atan2(east, north)) + 360) % 360;
}

/**
 * The point at `fraction` of the great circle from `a` to `b`; 0 gives `a`, 1 gives `b`. Fractions outside 0 … 1 are
 * clamped. Between antipodes every way is equally short; then `a` is returned for all fractions below 1.
 */
export function interpolate(a: LatLng, b: LatLng, fraction: number): LatLng {
  if (fraction <= 0) return { latitude: a.latitude, longitude: a.longitude };
  if (fraction >= 1) return { latitude: b.latitude, longitude: b.longitude };
  const angle = centralAngle(a, b);
  const sine = Math.sin(angle);
  if (sine < 1e-12) return { latitude: a.latitude, longitude: a.longitude };
  const weightA = Math.sin((1 - fraction) * angle) / sine;
  const weightB = Math.sin(fraction * angle) / sine;
  const [ax, ay, az] = toVector(a);
  const [bx, by, bz] = toVector(b);
  const [x, y, z] = [weightA * ax + weightB * bx, weightA * ay + weightB * by, weightA * az + weightB * bz];
  return { latitude: degrees(Math.atan2(z, Math.hypot(x, y))), longitude: degrees(Math.atan2(y, x)) };
}

/**
 * The middle of the grid square of this width that contains the point. The grid is fixed, so repeated requests reveal
 * nothing more. At most 0.71 × the width away. Not for the poles, where such squares have no width.
 */
export function roundedPlace(point: LatLng, widthMeters: number): LatLng {
  const step = degrees(widthMeters / EARTH_RADIUS_METERS);
  const latitude = middle(point.latitude, step);
  return { latitude, longitude: middle(point.longitude, step / Math.max(Math.cos(radians(latitude)), 0.01)) };
}

/** Five digits are about a metre; more digits would look like an exact position. */
const middle = (value: number, step: number): number => Number(((Math.floor(value / step) + 0.5) * step).toFixed(5));

function centralAngle(a: LatLng, b: LatLng): number {
  const [latA, latB, deltaLng] = [radians(a.latitude), radians(b.latitude), radians(b.longitude - a.longitude)];
  const across = Math.cos(latB) * Math.sin(deltaLng);
  const along = Math.cos(latA) * Math.sin(latB) - Math.sin(latA) * Math.cos(latB) * Math.cos(deltaLng);
  const toward = Math.sin(latA) * Math.sin(latB) + Math.cos(latA) * Math.cos(latB) * Math.cos(deltaLng);
  return Math.atan2(Math.sqrt(across * across + along * along), toward);
}

function toVector(p: LatLng): [number, number, number] {
  const [lat, lng] = [radians(p.latitude), radians(p.longitude)];
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)];
}

const radians = (deg: number): number => (deg * Math.PI) / 180;
const degrees = (rad: number): number => (rad * 180) / Math.PI;
const isWithin = (value: unknown, limit: number): boolean =>
  typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= limit;
