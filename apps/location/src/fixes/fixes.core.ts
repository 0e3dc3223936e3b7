// Which fixes of a batch are accepted.
//
// Invariants: accepted fixes have strictly increasing times, after the newest stored one and within the duty. Each fix
// is either accepted or rejected. A position that is rejected as too far away is accepted when later fixes confirm it,
// so that no car is rejected permanently.
import { isLatLng, type LatLng } from '@lastmile/geo';
import type { Doubt, Fix, RawFix } from '../location.types.js';
import { isLostSign, isMirrorImage, isNearRoute, isReachable } from './plausible.core.js';

export type Rejection = 'stale' | 'future' | 'malformed' | 'inaccurate' | 'implausible_jump' | 'wrong_hemisphere';

/** What is known about the car before a batch. */
export interface Before {
  /** Earlier fixes are rejected, because the driver was not on duty. */
  readonly startTime: Date;
  readonly fix: Fix | undefined;
  readonly doubt: Doubt | undefined;
  /** The route's stations. */
  readonly stations: readonly LatLng[];
}

export interface Sorted {
  readonly accepted: readonly Fix[];
  /** Valid, but older than the stored fix: they do not move the car, but show where it was. In the order sent. */
  readonly late: readonly Fix[];
  /** By index in the batch, including the late ones. */
  readonly rejected: readonly { readonly index: number; readonly reason: Rejection }[];
  /** A doubtful position that the next batch may confirm. */
  readonly doubt: Doubt | undefined;
}

/** Clocks of phones are rarely more than seconds ahead. A fix from farther in the future would block all correct ones. */
const MAX_AHEAD_MS = 60_000;
/**
 * Fixes from cell towers alone have 300 m or more, too inexact to show a street or an arrival within 120 m. GPS has 5
 * to 50 m.
 */
export const MAX_ACCURACY_METERS = 200;
/** A reflection lasts a second or two; a car that really is at the new place keeps sending it. */
const JUMP_CONFIRMED = { count: 3, seconds: 10 };
/**
 * A lost minus sign tends to stay lost for a while. Only near the equator and Greenwich; far mirror images are never
 * accepted.
 */
const MIRROR_CONFIRMED = { count: 10, seconds: 60 };

/** Sorts a batch, oldest first. */
export function sortFixes(batch: readonly RawFix[], before: Before, now: Date): Sorted {
  const accepted: Fix[] = [];
  const late: Fix[] = [];
  const rejected: { index: number; reason: Rejection }[] = [];
  let { fix: newest, doubt } = before;
  batch.forEach((raw, index) => {
    const fix = wellFormed(raw);
    const reason = fix ? (unusable(fix, now, before.stations) ?? untimely(fix, newest, before.startTime)) : 'malformed';
    if (!fix || reason) {
      if (fix && reason === 'stale' && fix.time > before.startTime) late.push(fix);
      return rejected.push({ index, reason: reason ?? 'malformed' });
    }
    const judged = judge(fix, newest, doubt, before.stations);
    doubt = judged.doubt;
    if (judged.reason) return rejected.push({ index, reason: judged.reason });
    newest = fix;
    return accepted.push(fix);
  });
  return { accepted, late, rejected, doubt };
}

function untimely(fix: Fix, newest: Fix | undefined, startTime: Date): Rejection | undefined {
  return fix.time <= (newest?.time ?? startTime) || fix.time <= startTime ? 'stale' : undefined;
}

function unusable(fix: Fix, now: Date, stations: readonly LatLng[]): Rejection | undefined {
  if (fix.time.getTime() > now.getTime() + MAX_AHEAD_MS) return 'future';
  if (fix.accuracyMeters > MAX_ACCURACY_METERS) return 'inaccurate';
  return isLostSign(fix.position, stations) ? 'wrong_hemisphere' : undefined;
}

function judge(
  fix: Fix,
  newest: Fix | undefined,
  doubt: Doubt | undefined,
  stations: readonly LatLng[],
): { readonly reason?: Rejection; readonly doubt?: Doubt } {
  if (newest ? isReachable(newest, fix) : isNearRoute(fix.position, stations)) return {};
  const mirrored = newest !== undefined && isMirrorImage(newest, fix);
  const follows = doubt && doubt.fix.time < fix.time && isReachable(doubt.fix, fix);
  const next: Doubt = { fix, since: follows ? doubt.since : fix.time, count: follows ? doubt.count + 1 : 1 };
  const wanted = mirrored ? MIRROR_CONFIRMED : JUMP_CONFIRMED;
  const seconds = (fix.time.getTime() - next.since.getTime()) / 1000;
  if (next.count >= wanted.count && seconds >= wanted.seconds) return {};
  return { reason: mirrored ? 'wrong_hemisphere' : 'implausible_jump', doubt: next };
}

function wellFormed({ position, time, accuracyMeters, ...motion }: RawFix): Fix | undefined {
  if (!isLatLng(position) || !time || Number.isNaN(time.getTime())) return undefined;
  if (!Number.isFinite(accuracyMeters) || accuracyMeters < 0) return undefined;
  return {
    position: { latitude: position.latitude, longitude: position.longitude },
    time,
    accuracyMeters,
    // Phones send -1 for an unknown value; the fix is still useful.
    speedMetersPerSecond: within(motion.speedMetersPerSecond, 1000),
    headingDegrees: within(motion.headingDegrees, 360),
  };
}

const within = (value: number | undefined, max: number): number | undefined =>
  value !== undefined && value >= 0 && value <= max ? value : undefined;
