/** Estimates how long a car or a walker takes between two places, without a routing server. */
import { distanceMeters, type LatLng } from './lat-lng.js';

/**
 * Road length ÷ great-circle length. US metropolitan networks average 1.34 for short trips (Giacomin & Levinson, "Road
 * network circuity in metropolitan areas", 2015). Last-mile trips are short, hence this value and not the 1.2 of long
 * trips.
 */
export const ROAD_CIRCUITY = 1.34;

/** Footpaths and crossings are a little more direct than one-way streets. */
export const WALK_CIRCUITY = 1.25;

/** 4.8 km/h, between the 1.2 m/s that traffic signals assume for mixed crowds and the 1.4 m/s of the median adult. */
export const WALK_METERS_PER_SECOND = 1.33;

/**
 * Average urban driving speed in km/h, including stops at traffic lights, by local hour of day (index 0 = 00:00–00:59).
 * Shape: a congested city with two peaks and a free night, as city traffic reports show it; inner cities have 15–20
 * km/h in the peaks and 35–40 at night. One table for all cities: deployments that need more accuracy configure a
 * routing server.
 */
export const DRIVE_KMH_BY_HOUR: readonly number[] = [
  38, 40, 40, 40, 38, 34, 28, 22, 19, 21, 23, 23, 22, 22, 22, 21, 19, 18, 19, 23, 27, 30, 33, 36,
];

/**
 * Driving seconds from `a` to `b` when leaving at `hour`, the local hour of day (fractions allowed, taken modulo 24).
 * Great-circle distance × circuity ÷ the speed of that hour. Speeds are interpolated linearly between the middles of
 * the hours, so that the result has no jumps. Symmetric, and satisfies the triangle inequality for any fixed hour.
 */
export function travelSeconds(a: LatLng, b: LatLng, hour: number): number {
  return (distanceMeters(a, b) * ROAD_CIRCUITY) / driveMetersPerSecond(hour);
}

/** Walking seconds from `a` to `b`. */
export function walkSeconds(a: LatLng, b: LatLng): number {
  return (distanceMeters(a, b) * WALK_CIRCUITY) / WALK_METERS_PER_SECOND;
}

/** The speed of a car at that local hour of day, in metres per second. */
export function driveMetersPerSecond(hour: number): number {
  const sinceMiddle = (((hour - 0.5) % 24) + 24) % 24;
  const before = Math.floor(sinceMiddle) % 24;
  const share = sinceMiddle - Math.floor(sinceMiddle);
  const speed = (at: number): number => DRIVE_KMH_BY_HOUR[at % 24] ?? SLOWEST_KMH;
  return (speed(before) * (1 - share) + speed(before + 1) * share) / 3.6;
}

const SLOWEST_KMH = Math.min(...DRIVE_KMH_BY_HOUR);
