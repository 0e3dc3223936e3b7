// Field types shared by the requests of all services, each with a readable error message.
import { uuid as anyUuid } from '@lastmile/ids';
import { z } from 'zod';

export { id, requestId } from '@lastmile/ids';

// eslint-disable-next-line no-control-regex -- control characters are the point: Postgres cannot store NUL
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** An id stored as uuid: `uuid('trip')`; lower-cased, so that each id has one spelling. */
export const uuid = (what: string) => anyUuid(what).toLowerCase();

/**
 * Text that people write: trimmed, not empty, at most `max` characters, no control characters except line breaks and
 * tabs.
 */
export const text = (max: number) => optionalText(max).refine((value) => value !== '', 'must not be empty');

/** The same, but may be empty (proto3's default). */
export const optionalText = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `must have at most ${max} characters`)
    .refine((value) => !CONTROL.test(value), 'must not contain control characters');

const within = (limit: number) => {
  const error = `must be between -${limit} and ${limit}`;
  return z.number({ error }).min(-limit, error).max(limit, error);
};

/** WGS 84 degrees. */
export const latLng = z.object({ latitude: within(90), longitude: within(180) });

export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 500;

/** The requested number of items: 0 (proto3's default) means `fallback`; more than `max` gives `max`. */
export const itemCount = (fallback: number, max: number) =>
  z
    .number()
    .int('must be a whole number')
    .min(0, 'must not be negative')
    .transform((count) => (count === 0 ? fallback : Math.min(count, max)));

/** 0 means 50; more than 500 gives 500. */
export const pageSize = itemCount(DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);

/** A time between 2000 and 2200, the range that both timetables and Postgres support. */
export const instant = z
  .date({ error: 'must be a time' })
  .min(new Date('2000-01-01T00:00:00Z'), 'must be after the year 2000')
  .max(new Date('2200-01-01T00:00:00Z'), 'must be before the year 2200');

/** A half-open interval [fromTime, toTime) of at most `maxHours`. */
export const interval = (maxHours: number) =>
  z
    .object({ fromTime: instant, toTime: instant })
    .refine(({ fromTime, toTime }) => toTime > fromTime, { path: ['toTime'], error: 'must lie after from_time' })
    .refine(({ fromTime, toTime }) => toTime.getTime() - fromTime.getTime() <= maxHours * 3_600_000, {
      path: ['toTime'],
      error: `must lie at most ${maxHours} hours after from_time`,
    });
