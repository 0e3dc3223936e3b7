// How far a driver is from the stations ahead, and whether that is near enough to match.
import { distanceMeters, localHour, travelSeconds, type LatLng } from '@lastmile/geo';
import type { Approach, Duty, DutyStop } from '../location.types.js';

export interface ApproachRules {
  /** In range by time: expected within this. */
  readonly leadSeconds: number;
  /** In range by distance: as near as this. */
  readonly radiusMeters: number;
  /** A car not heard of for longer approaches nothing. */
  readonly maxFixAgeSeconds: number;
}

/**
 * The stations ahead in driving order, near or not; none while the position is unknown. A car stops at every station
 * ahead before it reaches the next. The ETA counts from the fix, and is never in the past unless the car stands there.
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

/** Those of `approachesOf` that are worth a match now. */
export function inRange(duty: Duty, now: Date, rules: ApproachRules): Approach[] {
  const { fix } = duty;
  if (!fix || now.getTime() - fix.time.getTime() > rules.maxFixAgeSeconds * 1000) return [];
  const lastMs = now.getTime() + rules.leadSeconds * 1000;
  return approachesOf(duty, now).filter(
    (approach) => approach.distanceMeters <= rules.radiusMeters || approach.etaTime.getTime() <= lastMs,
  );
}

/** Those of `inRange` for which matching has not been asked within the last `againSeconds`, or only in the future. */
export function dueForMatch(duty: Duty, now: Date, rules: ApproachRules, againSeconds: number): Approach[] {
  const asked = new Map(duty.stops.map(({ stationId, matchTime }) => [stationId, matchTime]));
  return inRange(duty, now, rules).filter(({ stationId }) => {
    const sinceMs = now.getTime() - (asked.get(stationId)?.getTime() ?? -Infinity);
    return sinceMs >= againSeconds * 1000 || sinceMs < 0;
  });
}

/** Earliest first; of those expected at the same moment the nearer. */
export const byArrival = (a: Approach, b: Approach): number =>
  a.etaTime.getTime() - b.etaTime.getTime() ||
  a.distanceMeters - b.distanceMeters ||
  (a.driverId < b.driverId ? -1 : 1);

const isOpen = ({ pickupStatus }: DutyStop): boolean => pickupStatus === 'ahead' || pickupStatus === 'arrived';
