/** The properties of a feed version as a whole, and the warnings for its operator. */
import { validFrom, validUntil } from '../timetable/calendar.core.js';
import type { Feed } from './gtfs/feed.types.js';
import { type FeedSource, GTFS_FILES } from './gtfs/feed-source.types.js';
import { localDate } from '../timetable/service-day.core.js';

export interface TimetableHeader {
  readonly feedId: string;
  readonly feedVersion: string;
  readonly contentHash: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly replayLastWeek: boolean;
  /** The latest arrival in seconds of its service day. */
  readonly maxSeconds: number;
  readonly importTime: Date;
}

export function headerOf(
  feed: Feed,
  given: { feedId: string; contentHash: string; replayLastWeek: boolean; importTime: Date },
): TimetableHeader {
  let maxSeconds = 0;
  for (let row = 0; row < feed.stopTimes.length; row++) {
    maxSeconds = Math.max(maxSeconds, feed.stopTimes.arrival[row]!);
  }
  return {
    ...given,
    feedVersion: feed.version || given.contentHash.slice(0, 12),
    startDate: validFrom(feed.services)!,
    endDate: validUntil(feed.services)!,
    maxSeconds,
  };
}

export interface Validity {
  readonly timeZone: string;
  readonly startDate: string;
  readonly endDate: string;
  readonly replayLastWeek: boolean;
}

export function warningsOf(validity: Validity, source: FeedSource, now: Date): string[] {
  const { startDate, endDate, replayLastWeek, timeZone } = validity;
  const today = localDate(now, timeZone);
  const warnings: string[] = [];
  if (endDate < today) {
    const then = replayLastWeek ? 'its last valid week is replayed' : 'no trains are listed after that day';
    warnings.push(`the calendar expired on ${endDate}: ${then}`);
  }
  if (startDate > today) warnings.push(`the calendar starts on ${startDate}`);
  const ignored = [...source.files.keys()].filter((file) => !GTFS_FILES.some((known) => known === file)).sort();
  if (ignored.length > 0) warnings.push(`ignored: ${ignored.join(', ')}`);
  return warnings;
}
