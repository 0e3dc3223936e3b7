/**
 * Which services run on a service day. Dates are `YYYY-MM-DD` strings, which compare as text.
 *
 * Invariants: an exception beats the weekly pattern; an expired calendar answers only when it is replayed, and then a
 * later day runs what the same weekday ran in the calendar's last seven days, exceptions of that week included.
 */

export interface ServiceDays {
  /** Bit 0 is Monday … bit 6 is Sunday; 0 when only `added` defines the service. */
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
 * The last day the calendar speaks for: the latest end of a weekly pattern, or the last added day of a feed that has
 * none. A lone exception after that (a holiday published early) does not make the weeks before it valid.
 */
export function validUntil(services: readonly ServiceDays[]): string | undefined {
  return latest(services.filter(hasPattern).map(({ endDate }) => endDate)) ?? latest(services.flatMap((s) => s.added));
}

/** The first day any service can run. */
export function validFrom(services: readonly ServiceDays[]): string | undefined {
  const starts = services.filter(hasPattern).map(({ startDate }) => startDate);
  return [...starts, ...services.flatMap((s) => s.added)].sort()[0];
}

/** The date `days` after `date` (before, when negative). */
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
