/**
 * Converts between timetable seconds and instants. GTFS counts the times of a service day from noon minus twelve hours
 * in the agency's time zone: midnight on most days, 23:00 of the previous day when clocks go forward, 01:00 when they
 * go back. So a train of "08:00:00" leaves at eight by the local clock on every day.
 */

/** The instant from which the times of service day `date` (`YYYY-MM-DD`) count. */
export function serviceDayStart(date: string, timeZone: string): Date {
  const noonAsIfUtc = Date.parse(`${date}T12:00:00Z`);
  // The first guess may be on the other side of a clock change; the second is right, because no zone changes its clocks
  // around noon.
  const guess = noonAsIfUtc - offsetMs(noonAsIfUtc, timeZone);
  return new Date(noonAsIfUtc - offsetMs(guess, timeZone) - HALF_DAY_MS);
}

/** The instant of a timetable time, in seconds as in the feed (more than 86,400 for early hours of the next day). */
export function instantOf(date: string, seconds: number, timeZone: string): Date {
  return new Date(serviceDayStart(date, timeZone).getTime() + seconds * 1000);
}

/** The calendar date in `timeZone` at that instant. */
export function localDate(at: Date, timeZone: string): string {
  return new Date(at.getTime() + offsetMs(at.getTime(), timeZone)).toISOString().slice(0, 10);
}

/** How many milliseconds the zone's clocks are ahead of UTC at that instant. */
function offsetMs(at: number, timeZone: string): number {
  const parts = formatter(timeZone).formatToParts(at);
  const part = (type: string): number => Number(parts.find((p) => p.type === type)?.value);
  const clock = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return clock - Math.floor(at / 1000) * 1000;
}

/** Creating a formatter takes 50 µs, using one 1 µs. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let format = formatters.get(timeZone);
  if (!format) {
    const two = '2-digit';
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: two,
      day: two,
      hour: two,
      minute: two,
      second: two,
    });
    formatters.set(timeZone, format);
  }
  return format;
}

const HALF_DAY_MS = 43_200_000;
