// A calendar day in a time zone, from midnight to midnight: 23 or 25 hours long when clocks change.
import { DateTime } from 'luxon';
import type { Timetable } from '@lastmile/contracts';
import { invalidArgument } from '@lastmile/errors';

export interface Day {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly timeZone: string;
  /** The first instant of the day; later than midnight if the clock change skips midnight. */
  readonly startTime: Date;
  /** The first instant of the next day. */
  readonly endTime: Date;
}

/** The day with that date, or the day of `now`. @throws DomainError invalid_argument for a date that does not exist */
export function dayOf(date: string | undefined, timeZone: string, now: Date): Day {
  const within = date ? DateTime.fromISO(date, { zone: timeZone }) : DateTime.fromJSDate(now, { zone: timeZone });
  if (!within.isValid) throw invalidArgument('date', 'date: must be a day such as 2026-09-23');
  const start = within.startOf('day');
  const end = start.plus({ days: 1 }).startOf('day');
  return { date: start.toISODate()!, timeZone, startTime: start.toJSDate(), endTime: end.toJSDate() };
}

/** The agency's time zone; with several feeds, that of the feed with most stations. UTC without a timetable. */
export function timeZoneOf(timetables: readonly Timetable[]): string {
  const [largest] = [...timetables].sort((a, b) => b.stationCount - a.stationCount);
  return largest?.timeZone ?? 'UTC';
}
