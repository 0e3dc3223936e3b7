// How a simulated car moves: along its waypoints at the speed the city allows at that hour. Pure.
import { bearing, distanceMeters, interpolate, type LatLng, travelSeconds } from '@lastmile/geo';

/** One straight piece of a drive. */
interface Leg {
  from: LatLng;
  to: LatLng;
  seconds: number;
}

/** A planned drive through waypoints. */
export interface Drive {
  legs: readonly Leg[];
  /** Driving time in all. */
  seconds: number;
}

/** Where a car is on its drive. */
export interface CarState {
  position: LatLng;
  /** Metres per second over ground along the straight line; 0 at the end. */
  speedMetersPerSecond: number;
  /** Degrees clockwise from north. */
  headingDegrees: number;
  finished: boolean;
}

/**
 * Plans a drive through the waypoints in order (two at least).
 * @param hour local hour of day at departure, which sets the speed of the whole drive
 * @param slowness of today's traffic and this driver: 1 is what the platform expects, 1.2 takes a fifth longer
 */
export function planDrive(waypoints: readonly LatLng[], hour: number, slowness = 1): Drive {
  const legs = waypoints.slice(1).map((to, i) => {
    const from = waypoints[i] as LatLng;
    return { from, to, seconds: travelSeconds(from, to, hour) * slowness };
  });
  return { legs, seconds: legs.reduce((sum, leg) => sum + leg.seconds, 0) };
}

/** The car's state some seconds after departure; before 0 it stands at the start, after the end at the last waypoint. */
export function driveAt(drive: Drive, elapsedSeconds: number): CarState {
  let rest = Math.max(0, elapsedSeconds);
  for (const leg of drive.legs) {
    if (rest < leg.seconds) {
      return {
        position: interpolate(leg.from, leg.to, rest / leg.seconds),
        speedMetersPerSecond: distanceMeters(leg.from, leg.to) / leg.seconds,
        headingDegrees: bearing(leg.from, leg.to),
        finished: false,
      };
    }
    rest -= leg.seconds;
  }
  const last = drive.legs.at(-1);
  if (!last) throw new Error('a drive needs two waypoints');
  return { position: last.to, speedMetersPerSecond: 0, headingDegrees: bearing(last.from, last.to), finished: true };
}
