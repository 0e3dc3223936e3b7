// How far a driver is from the stations ahead, and whether that is close enough to match.
import { distanceMeters, localHour, travelSeconds, type LatLng } from '@lastmile/geo';
import type { Approach, Duty, DutyStop } from '../location.types.js';

export interface ApproachRules {
  /** In range by time: the car is expected within this. */
  readonly leadSeconds: number;
  /** In range by distance: the car is within this. */
  readonly radiusMeters: number;
  /** A car whose last fix is older approaches nothing. */
  readonly maxFixAgeSeconds: number;
}

/**
 * The stations ahead in driving order, in range or not; none while the position is unknown. A car stops at every
 * station ahead before it reaches the next. The ETA counts from the fix, and is never in the past unless the car is
 * waiting at the station.
 */
export function approachesOf({ driverId, routeId, stops, fix }: Duty, now: Date): Approach[] {
  if (!fix) return [];
  let at: LatLng = fix.position;
  let clockMs = fix.time.getTime();
  return stops.filter(isOpen).map((stop) => {
    if (stop.pickupStatus === 'ahead') {
      clockMs += travelSeconds(at, stop.position, localHour(now, stop.timeZone)) * 1000;
      at = stop.position;
    }
    const expected = new Date(Math.max(clockMs, now.getTime()));
    return {
      driverId,
      routeId,
      stationId: stop.stationId,
      etaTime: stop.pickupStatus === 'arrived' ? (stop.arriveTime ?? expected) : expected,
      distanceMeters: distanceMeters(fix.position, stop.position),
      position: fix.position,
      positionTime: fix.time,
      lastMatch: stop.lastMatch,
    };
  });
}

/** The approaches that are close enough for a match now. */
export function inRange(duty: Duty, now: Date, rules: ApproachRules): Approach[] {
  const { fix } = duty;
  if (!fix || now.getTime() - fix.time.getTime() > rules.maxFixAgeSeconds * 1000) return [];
  const lastMs = now.getTime() + rules.leadSeconds * 1000;
  return approachesOf(duty, now).filter(
    (approach) => approach.distanceMeters <= rules.radiusMeters || approach.etaTime.getTime() <= lastMs,
  );
}

/**
 * The approaches in range for which no match was requested within the last `againSeconds`. A request time in the future
 * is ignored.
 */
export function dueForMatch(duty: Duty, now: Date, rules: ApproachRules, againSeconds: number): Approach[] {
  const asked = new Map(duty.stops.map(({ stationId, matchTime }) => [stationId, matchTime]));
  return inRange(duty, now, rules).filter(({ stationId }) => {
    const sinceMs = now.getTime() - (asked.get(stationId)?.getTime() ?? -Infinity);
    return sinceMs >= againSeconds * 1000 || sinceMs < 0;
  });
}

/** Earliest first; at the same time, nearest first. */
export const byArrival = (a: Approach, b: Approach): number =>
  a.etaTime.getTime() - b.etaTime.getTime() ||
  a.distanceMeters - b.distanceMeters ||
  (a.driverId < b.driverId ? -1 : 1);

const isOpen = ({ pickupStatus }: DutyStop): boolean => pickupStatus === 'ahead' || pickupStatus === 'arrived';
