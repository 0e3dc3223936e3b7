/** One record of a feed's table; fields are read as the types of GTFS. */
import type { LatLng } from '@lastmile/geo';
import { isReadable } from '@lastmile/ids';
import { FeedError } from './feed.error.js';

export class Row {
  record: readonly string[] = [];
  line = 1;

  constructor(
    readonly file: string,
    private readonly columns: ReadonlyMap<string, number>,
  ) {}

  /** The trimmed field; blank when the column or the cell is missing. */
  get(field: string): string {
    const index = this.columns.get(field);
    return index === undefined ? '' : (this.record[index] ?? '').trim();
  }

  fail(field: string | undefined, why: string): never {
    throw new FeedError({ file: this.file, line: this.line, field }, why);
  }

  required(field: string): string {
    return this.get(field) || this.fail(field, 'is missing');
  }

  /** Text or an id, checked so that it can be stored: no NUL (Postgres refuses it) and no invalid UTF-8. */
  text(field: string): string {
    const value = this.get(field);
    if (value.includes('\0')) this.fail(field, 'contains a NUL character');
    if (value.includes('\uFFFD')) this.fail(field, 'is not valid UTF-8');
    return value;
  }

  requiredText(field: string): string {
    return this.text(field) || this.fail(field, 'is missing');
  }

  /** An id that becomes part of our ids; checked so that requests for it are valid. */
  id(field: string, maxLength: number): string {
    const value = this.requiredText(field);
    if (!isReadable(value)) this.fail(field, 'contains a control character');
    if (value.length > maxLength) this.fail(field, `has more than ${maxLength} characters`);
    return value;
  }

  /** A non-negative integer below 2³¹. */
  integer(field: string): number {
    const value = this.required(field);
    const number = Number(value);
    return /^\d+$/.test(value) && number < 2 ** 31 ? number : this.fail(field, `"${value}" is not a whole number`);
  }

  /** One of the values of a GTFS enum; `fallback` when blank. */
  choice<T extends number>(field: string, choices: readonly T[], fallback?: T): T {
    const value = this.get(field);
    if (value === '' && fallback !== undefined) return fallback;
    if (value === '') this.fail(field, 'is missing');
    return (
      choices.find((choice) => String(choice) === value) ??
      this.fail(field, `"${value}" is not one of ${choices.join(', ')}`)
    );
  }

  /** A service day: `YYYYMMDD` in the feed, `YYYY-MM-DD` in our code. */
  date(field: string): string {
    const value = this.required(field);
    const date = value.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3');
    const at = new Date(`${date}T00:00:00Z`);
    const exists = date !== value && !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date);
    return exists ? date : this.fail(field, `"${value}" is not a date (YYYYMMDD)`);
  }

  /** Seconds since the start of the service day (`H:MM:SS`, past 24:00 allowed); undefined when blank. */
  time(field: string): number | undefined {
    const value = this.get(field);
    if (value === '') return undefined;
    return parseTime(value) ?? this.fail(field, `"${value}" is not a time (HH:MM:SS)`);
  }

  requiredTime(field: string): number {
    return this.time(field) ?? this.fail(field, 'is missing');
  }

  position(latitudeField: string, longitudeField: string): LatLng {
    const position = { latitude: this.degrees(latitudeField, 90), longitude: this.degrees(longitudeField, 180) };
    // Publishers write 0, 0 for "unknown". That place is in the Gulf of Guinea, where no train calls.
    if (position.latitude === 0 && position.longitude === 0) this.fail(latitudeField, 'the position is 0, 0');
    return position;
  }

  /** Six hex digits in upper case; blank when missing. */
  color(field: string): string {
    const value = this.get(field);
    if (value !== '' && !/^[0-9a-f]{6}$/i.test(value)) this.fail(field, `"${value}" is not a color (RRGGBB)`);
    return value.toUpperCase();
  }

  private degrees(field: string, limit: number): number {
    const value = this.required(field);
    const degrees = Number(value);
    if (!Number.isFinite(degrees)) this.fail(field, `"${value}" is not a number`);
    if (Math.abs(degrees) > limit) this.fail(field, `${value} is outside -${limit} … ${limit} degrees`);
    return degrees;
  }
}

/** A week: longer than any train's run, short enough to detect invalid data. */
const MAX_HOURS = 168;

/**
 * Converts `H:MM:SS` or `HH:MM:SS` (or more hours) to seconds; undefined when it is not a time. Must be fast: called
 * for every stop time.
 */
export function parseTime(value: string): number | undefined {
  const match = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/.exec(value);
  if (!match) return undefined;
  const hours = Number(match[1]);
  return hours < MAX_HOURS ? hours * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined;
}
