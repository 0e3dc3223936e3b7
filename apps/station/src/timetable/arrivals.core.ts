/**
 * Converts a time interval to the parts of the timetable in it. An interval can be part of several service days at
 * once: at half past midnight, both yesterday's trains of "24:30:00" and today's of "00:30:00" arrive.
 */
import { addDays, type Calendar, servicesOn } from './calendar.core.js';
import { localDate, serviceDayStart } from './service-day.core.js';

export interface Timetable extends Calendar {
  readonly timeZone: string;
  /** The latest arrival time in the feed, in seconds: how far a service day can reach into the next. */
  readonly maxSeconds: number;
}

/** A slice of one service day: the arrivals of `services` from `fromSeconds` to `toSeconds`, both inclusive. */
export interface ServiceDaySlice {
  readonly date: string;
  /** The instant of second 0. */
  readonly start: Date;
  readonly services: readonly number[];
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Slices that together contain exactly the arrivals in [`from`, `to`); oldest day first. */
export function slicesOf(timetable: Timetable, from: Date, to: Date): ServiceDaySlice[] {
  const slices: ServiceDaySlice[] = [];
  // One extra day on both sides, because a service day can start at 23:00 of the previous day.
  const reach = Math.ceil(timetable.maxSeconds / 86_400) + 1;
  const last = addDays(localDate(to, timetable.timeZone), 1);
  for (let date = addDays(localDate(from, timetable.timeZone), -reach); date <= last; date = addDays(date, 1)) {
    const start = serviceDayStart(date, timetable.timeZone);
    const fromSeconds = Math.max(0, Math.ceil((from.getTime() - start.getTime()) / 1000));
    const toSeconds = Math.min(timetable.maxSeconds, Math.ceil((to.getTime() - start.getTime()) / 1000) - 1);
    if (fromSeconds > toSeconds) continue;
    const services = servicesOn(timetable, date);
    if (services.length > 0) slices.push({ date, start, services, fromSeconds, toSeconds });
  }
  return slices;
}
