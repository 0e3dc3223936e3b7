// Building blocks of requests and responses: the contract's values as readable JSON.
import { stationId, uuid as anyUuid } from '@lastmile/ids';
import { partySchema } from '@lastmile/party';
import { z } from 'zod';

/** A lower-case word for each value of a contract enum: `TRIP_STATUS_NO_SHOW` is `no_show`. */
export function words<Wire extends string>(wire: Record<string, Wire>, prefix: string) {
  const toWire = new Map<string, Wire>();
  for (const value of Object.values(wire)) {
    if (value.startsWith(prefix) && !value.endsWith('_UNSPECIFIED'))
      toWire.set(value.slice(prefix.length).toLowerCase(), value);
  }
  const fromWire = new Map([...toWire].map(([word, value]) => [value as string, word]));
  const word = z.enum([...toWire.keys()]);
  return {
    /** In requests: a word, converted to the contract's value. */
    input: word.transform((value) => toWire.get(value) as Wire),
    /** In responses; an unspecified value is left out. */
    output: z.preprocess((value) => fromWire.get(value as string), word.optional()),
  };
}

/** A time in responses, RFC 3339 in UTC. */
export const time = z.preprocess((value) => (value instanceof Date ? value.toISOString() : value), z.iso.datetime());
/** A time that may be missing. */
export const maybeTime = z.preprocess(
  (value) => (value instanceof Date ? value.toISOString() : undefined),
  z.iso.datetime().optional(),
);
/** Text that may be missing: the contract's empty text is left out. */
export const maybeText = z.preprocess((value) => value || undefined, z.string().optional());

// Control characters, which databases cannot store and nobody types; line breaks and tabs are allowed.
// eslint-disable-next-line no-control-regex -- control characters are the point
const PLAIN = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/;
/** Text that people write. */
export const text = (min: number, max: number) =>
  z.string().min(min).max(max).regex(PLAIN, 'must not contain control characters');

/** In requests: proves that the device is known. */
export const deviceToken = text(0, 200)
  .default('')
  .describe(
    'Of an earlier sign-in of the account on this device: wrong guesses made elsewhere do not count against it.',
  );

/** A time in requests, RFC 3339 with any offset. */
export const instant = z.iso
  .datetime({ offset: true, error: 'must be an RFC 3339 time such as 2026-09-23T17:00:00Z' })
  .transform((text) => new Date(text));

export const position = z
  .strictObject({
    latitude: z.number().min(-90).max(90),
    longitude: z.number().min(-180).max(180),
  })
  .meta({ id: 'Position', description: 'WGS 84 degrees.' });

/** In responses: unknown fields are left out. */
export const place = z.object({ position, name: maybeText }).meta({ id: 'Place' });
/** In requests. */
export const placeInput = z
  .strictObject({ position, name: text(0, 200).default('') })
  .meta({ id: 'PlaceInput', description: 'Where somebody goes.' });

/** In responses; requests use `PartyWish`. */
export const party = partySchema().meta({ id: 'Party', description: 'Who rides.' });

/** A strict pattern, because `Number` alone would read an empty text as 0, and `0x10` as 16. */
const DECIMAL = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const numeric = <Schema extends z.ZodNumber>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value), schema);
/** A number in a query string. */
export const queryNumber = (min: number, max: number) => numeric(z.number().min(min).max(max));
/** A whole number in a query string. */
export const queryInteger = (min: number, max: number) => numeric(z.int().min(min).max(max));
export const queryFlag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

export const pageQuery = {
  pageSize: queryInteger(1, 500).default(50).describe('Items a page, at most 500.'),
  pageToken: z.string().default('').describe('`nextPageToken` of the page before.'),
};
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextPageToken: maybeText.describe('Absent on the last page.') });
export const list = <Item extends z.ZodType>(item: Item) => z.object({ items: z.array(item) });

/** Ids made by LastMile. */
export const uuid = anyUuid();
/** An id that filters a list; empty means all. */
export const maybeUuid = z.literal('').or(uuid).default('');
export const uuidParam = <Name extends string>(name: Name) => z.object({ [name]: uuid } as Record<Name, typeof uuid>);
/** A station as a part of the path. */
export const stationParam = z.object({ stationId });
