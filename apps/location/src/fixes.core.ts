// Which fixes of a batch count. Invariant: accepted ones have strictly growing times, after the newest stored one, on duty.
import { isLatLng } from '@lastmile/geo';
import type { Fix, RawFix } from './location.types.js';

export type Rejection = 'stale' | 'future' | 'malformed';

export interface Sorted {
  readonly accepted: readonly Fix[];
  /** By place in the batch. */
  readonly rejected: readonly { readonly index: number; readonly reason: Rejection }[];
}

/** Clocks of phones run ahead by seconds, hardly ever by more; a fix from farther ahead would lock out all true ones. */
const MAX_AHEAD_MS = 60_000;

/**
 * Sorts a batch, oldest first. `newest` is the time of the stored fix, or the start of the route when there is none: what
 * was measured off duty is nobody's business.
 */
export function sortFixes(batch: readonly RawFix[], newest: Date, now: Date): Sorted {
  const accepted: Fix[] = [];
  const rejected: { index: number; reason: Rejection }[] = [];
  let newestMs = newest.getTime();
  batch.forEach((raw, index) => {
    const fix = wellFormed(raw);
    const reason = fix ? untimely(fix, newestMs, now) : 'malformed';
    if (fix && !reason) {
      accepted.push(fix);
      newestMs = fix.time.getTime();
    } else rejected.push({ index, reason: reason ?? 'malformed' });
  });
  return { accepted, rejected };
}

function untimely(fix: Fix, newestMs: number, now: Date): Rejection | undefined {
  const ms = fix.time.getTime();
  if (ms > now.getTime() + MAX_AHEAD_MS) return 'future';
  return ms <= newestMs ? 'stale' : undefined;
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
