// What an id may be: one definition for the parsers of every service and of the gateway, and for whoever reads a feed.
import { z } from 'zod';

/** In characters as JavaScript counts them. */
export const ID_LENGTH = 250;
/** `<feed_id>:` before the stop's or the line's own id. */
export const FEED_ID_LENGTH = 63;
/** What is left of an id for the part that stands in the feed. */
export const OWN_ID_LENGTH = ID_LENGTH - FEED_ID_LENGTH - ':'.length;
/** Trains of frequencies.txt are told apart by `@<time of start>`. */
export const TRIP_ID_LENGTH = ID_LENGTH - '@000:00:00'.length;

// Postgres cannot store NUL, and nobody can read the other control characters, or see white space around an id.
// eslint-disable-next-line no-control-regex -- control characters are the point
const READABLE = /^[^\s\u0000-\u001f\u007f]([^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f])?$/;
/** Fit for a header as they are: HTTP's and gRPC's carry ASCII only. */
const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/;

/**
 * An id that its publisher gave, in any script: `givenId('station')`. It may stand in messages, rows and escaped in URLs, never in
 * headers or metadata.
 */
export const givenId = (what: string) => {
  const error = `must be a ${what} id: 1 to ${ID_LENGTH} characters, no control characters, no white space around it`;
  return z.string({ error }).min(1, error).max(ID_LENGTH, error).regex(READABLE, error);
};

/** `<feed_id>:<stop_id>`, which only the station service takes apart. */
export const stationId = givenId('station');
/** GTFS trip_id. */
export const trainId = givenId('train');
export const lineId = givenId('line');
export const pickupPointId = givenId('pickup point');
/** A slug, so that the first colon of a station's id ends it. */
export const feedId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, `must be lower-case letters, digits and dashes, at most ${FEED_ID_LENGTH}`);

/** An id that we made and store as uuid: `uuid('trip')`. */
export const uuid = (what?: string) => z.guid({ error: what ? `must be a ${what} id (a UUID)` : 'must be a UUID' });

/** An id that a client makes up for one request, sent as `Idempotency-Key`. */
export const requestId = z.string().regex(VISIBLE_ASCII, 'must be 1 to 128 visible ASCII characters');
/** Any other id that is fit for headers: `id('import')`. */
export const id = (what: string) => z.string().regex(VISIBLE_ASCII, `must be a ${what} id`);
/** For feeds, where each field is refused by itself. */
export const isReadable = (value: string): boolean => READABLE.test(value);
/** For what comes without a parser: a header. */
export const isRequestId = (value: string): boolean => VISIBLE_ASCII.test(value);
