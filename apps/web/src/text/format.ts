// Formats times, distances and money in the reader's language.
import { currentLanguage } from './text';

/** For example 17:05, in the station's time zone when given. */
export function clockTime(time: string | number | Date, timeZone?: string): string {
  const options = { hour: 'numeric', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(currentLanguage(), options).format(new Date(time));
}

/** For example 21 Nov, 17:05. */
export function dayTime(time: string | number | Date, timeZone?: string): string {
  const options = { day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit', timeZone } as const;
  return new Intl.DateTimeFormat(currentLanguage(), options).format(new Date(time));
}

/** For example "May 26, 2026 – Dec 31, 2027". Both are `YYYY-MM-DD`. */
export function days(from: string, to: string): string {
  const format = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: 'medium', timeZone: 'UTC' });
  return format.formatRange(new Date(from), new Date(to));
}

/** For example "3 min"; half a minute or less is 0. */
export function minutes(seconds: number): string {
  const options = { style: 'unit', unit: 'minute', unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(currentLanguage(), options).format(Math.round(seconds / 60));
}

/** For example "40 sec. ago", "3 min. ago". */
export function ago(seconds: number): string {
  const format = new Intl.RelativeTimeFormat(currentLanguage(), { style: 'short' });
  return seconds < 90
    ? format.format(-Math.round(seconds), 'second')
    : format.format(-Math.round(seconds / 60), 'minute');
}

/** For example "350 m", "1.2 km". */
export function distance(meters: number): string {
  const [unit, value] =
    meters < 1_000 ? (['meter', Math.round(meters / 10) * 10] as const) : (['kilometer', meters / 1_000] as const);
  const options = {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: unit === 'meter' ? 0 : 1,
  } as const;
  return new Intl.NumberFormat(currentLanguage(), options).format(value);
}

export function money({ currency, amountMinor }: { currency: string; amountMinor: number }): string {
  const format = new Intl.NumberFormat(currentLanguage(), { style: 'currency', currency });
  return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

/** For example "20 sec". */
export function seconds(count: number): string {
  const options = { style: 'unit', unit: 'second', unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(currentLanguage(), options).format(Math.max(0, Math.round(count)));
}
