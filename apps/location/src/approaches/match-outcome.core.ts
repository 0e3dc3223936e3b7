// The result of a match as its driver sees it: how many riders joined, and how many did not, by reason.
import type { MatchOutcome } from '../location.types.js';

export function outcomeOf(
  answer: { readonly trips: readonly unknown[]; readonly unserved: readonly { readonly reason: string }[] },
  time: Date,
): MatchOutcome {
  const counts = new Map<string, number>();
  for (const { reason } of answer.unserved) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const leftBehind = [...counts]
    .map(([reason, rideCount]) => ({ reason, rideCount }))
    .sort((a, b) => b.rideCount - a.rideCount || (a.reason < b.reason ? -1 : 1));
  return { time, tripCount: answer.trips.length, leftBehind };
}
