// Which fixes of a batch count.
//
// Invariants: accepted ones have strictly growing times, after the newest stored one, on duty. Each fix is accounted for once.
// A place that is refused as too far is accepted once fixes that follow confirm it, so that no car stays refused for ever.
import { isLatLng, type LatLng } from '@lastmile/geo';
import type { Doubt, Fix, RawFix } from '../location.types.js';
import { isLostSign, isMirrorImage, isNearRoute, isReachable } from './plausible.core.js';

export type Rejection = 'stale' | 'future' | 'malformed' | 'inaccurate' | 'implausible_jump' | 'wrong_hemisphere';

/** What is known of the car before a batch of fixes. */
export interface Before {
  /** Fixes measured before it are refused: the driver was not on duty. */
  readonly startTime: Date;
  readonly fix: Fix | undefined;
  readonly doubt: Doubt | undefined;
  /** The route's stations. */
  readonly stations: readonly LatLng[];
}

export interface Sorted {
  readonly accepted: readonly Fix[];
  /** Valid, but older than the stored fix: they do not move the car, and show where it was. In the order sent. */
  readonly late: readonly Fix[];
  /** By place in the batch; late ones are among them. */
  readonly rejected: readonly { readonly index: number; readonly reason: Rejection }[];
  /** What may still be confirmed by the next batch. */
  readonly doubt: Doubt | undefined;
}

/** Clocks of phones run ahead by seconds, hardly ever by more; a fix from farther ahead would lock out all true ones. */
const MAX_AHEAD_MS = 60_000;
/** Fixes by cell tower alone have 300 m and more: they show no street, and no arrival within 120 m. GPS has 5 to 50. */
export const MAX_ACCURACY_METERS = 200;
/** A reflection lasts a second or two; a car that really is elsewhere goes on being there. */
const JUMP_CONFIRMED = { count: 3, seconds: 10 };
/** A lost sign tends to stay lost for a while. Only near the equator and Greenwich; far images are never believed. */
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
    // Phones say -1 for unknown; that is no reason to lose the fix.
    speedMetersPerSecond: within(motion.speedMetersPerSecond, 1000),
    headingDegrees: within(motion.headingDegrees, 360),
  };
}

const within = (value: number | undefined, max: number): number | undefined =>
  value !== undefined && value >= 0 && value <= max ? value : undefined;
