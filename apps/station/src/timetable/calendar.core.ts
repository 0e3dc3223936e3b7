/**
 * Which services run on a service day. Dates are `YYYY-MM-DD` strings, which compare as text.
 *
 * Invariants: an exception overrides the weekly pattern; an expired calendar has trains only if it is replayed. Then a
 * later day has the services of the same weekday in the calendar's last seven days, including the exceptions of that
 * week.
 */

export interface ServiceDays {
  /** Bit 0 is Monday … bit 6 is Sunday; 0 when the service is only defined by `added`. */
  readonly weekdays: number;
  /** Inclusive; blank without a weekly pattern. */
  readonly startDate: string;
  readonly endDate: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface Calendar {
  /** A service's number is its index. */
  readonly services: readonly ServiceDays[];
  readonly replayLastWeek: boolean;
}

/** The numbers of the services that run on `date`. */
export function servicesOn({ services, replayLastWeek }: Calendar, date: string): number[] {
  const until = validUntil(services);
  const pattern = replayLastWeek && until && date > until ? sameWeekdayBefore(until, date) : date;
  return services.flatMap((service, number) => (runsOn(service, pattern) ? [number] : []));
}

export function runsOn(service: ServiceDays, date: string): boolean {
  if (service.removed.includes(date)) return false;
  if (service.added.includes(date)) return true;
  return date >= service.startDate && date <= service.endDate && ((service.weekdays >> weekday(date)) & 1) === 1;
}

/**
 * The last valid day of the calendar: the latest end of a weekly pattern, or the last added day if the feed has no
 * pattern. A single exception after that (a holiday published early) does not make the weeks before it valid.
 */
export function validUntil(services: readonly ServiceDays[]): string | undefined {
  return latest(services.filter(hasPattern).map(({ endDate }) => endDate)) ?? latest(services.flatMap((s) => s.added));
}

/** The first day any service can run. */
export function validFrom(services: readonly ServiceDays[]): string | undefined {
  const starts = services.filter(hasPattern).map(({ startDate }) => startDate);
  return [...starts, ...services.flatMap((s) => s.added)].sort()[0];
}

/** The date `days` after `date` (before it, when negative). */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** 0 is Monday … 6 is Sunday. */
export function weekday(date: string): number {
  return (dayNumber(date) + 3) % 7;
}

function sameWeekdayBefore(until: string, date: string): string {
  const back = (((dayNumber(until) - dayNumber(date)) % 7) + 7) % 7;
  return addDays(until, -back);
}

const DAY_MS = 86_400_000;
const hasPattern = (service: ServiceDays): boolean => service.weekdays !== 0;
const latest = (dates: readonly string[]): string | undefined => dates.toSorted().at(-1);
/** Days since 1970-01-01, a Thursday. */
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS;
