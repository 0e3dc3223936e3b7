// Distances on a flat map: within a city they differ from those on the sphere by less than a metre.
import type { Place } from './drive.types';

const METERS_PER_DEGREE = 111_195;

/** How many metres east and north one place is from another. */
function offset(from: Place, to: Place): { east: number; north: number } {
  const shrink = Math.cos((((from.latitude + to.latitude) / 2) * Math.PI) / 180);
  return {
    east: (to.longitude - from.longitude) * shrink * METERS_PER_DEGREE,
    north: (to.latitude - from.latitude) * METERS_PER_DEGREE,
  };
}

/** Distance in metres. */
export function distanceBetween(from: Place, to: Place): number {
  const { east, north } = offset(from, to);
  return Math.hypot(east, north);
}

/** Degrees clockwise from north, 0 to 360. */
export function headingBetween(from: Place, to: Place): number {
  const { east, north } = offset(from, to);
  return ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360;
}

/** The place at a fraction of the line; beyond its ends for fractions below 0 or above 1. */
export function placeBetween(from: Place, to: Place, fraction: number): Place {
  return {
    latitude: from.latitude + (to.latitude - from.latitude) * fraction,
    longitude: from.longitude + (to.longitude - from.longitude) * fraction,
  };
}
