// Formats of ids: defined once for the parsers of every service, the gateway and the feed import.
import { z } from 'zod';

/** In UTF-16 code units, like JavaScript strings. */
export const ID_LENGTH = 250;
/** The feed id, which is followed by a colon and the stop's or line's own id. */
export const FEED_ID_LENGTH = 63;
/** What is left for the part from the feed. */
export const OWN_ID_LENGTH = ID_LENGTH - FEED_ID_LENGTH - ':'.length;
/** Trains from frequencies.txt have `@<start time>` at the end. */
export const TRIP_ID_LENGTH = ID_LENGTH - '@000:00:00'.length;

// Postgres cannot store NUL. Other control characters are invisible, and so is white space around an id.
// eslint-disable-next-line no-control-regex -- control characters are the point
const READABLE = /^[^\s\u0000-\u001f\u007f]([^\u0000-\u001f\u007f]*[^\s\u0000-\u001f\u007f])?$/;
/** Can be sent in headers unchanged: HTTP and gRPC headers contain only ASCII. */
const VISIBLE_ASCII = /^[\x21-\x7e]{1,128}$/;

/**
 * An id chosen by its publisher, in any script: `givenId('station')`. It may be in messages, in rows and escaped in
 * URLs, but never in headers or metadata.
 */
export const givenId = (what: string) => {
  const error = `must be a ${what} id: 1 to ${ID_LENGTH} characters, no control characters, no white space around it`;
  return z.string({ error }).min(1, error).max(ID_LENGTH, error).regex(READABLE, error);
};

/** `<feed_id>:<stop_id>`; only the station service splits it. */
export const stationId = givenId('station');
/** GTFS trip_id. */
export const trainId = givenId('train');
export const lineId = givenId('line');
export const pickupPointId = givenId('pickup point');
/** A slug without colons, so that the first colon of a station's id ends it. */
export const feedId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, `must be lower-case letters, digits and dashes, at most ${FEED_ID_LENGTH}`);

/** An id that we generate and store as uuid: `uuid('trip')`. */
export const uuid = (what?: string) => z.guid({ error: what ? `must be a ${what} id (a UUID)` : 'must be a UUID' });

/** An id that a client generates for one request, sent as `Idempotency-Key`. */
export const requestId = z.string().regex(VISIBLE_ASCII, 'must be 1 to 128 visible ASCII characters');
/** Any other id that can be sent in headers: `id('import')`. */
export const id = (what: string) => z.string().regex(VISIBLE_ASCII, `must be a ${what} id`);
/** For feeds, where each field has its own error. */
export const isReadable = (value: string): boolean => READABLE.test(value);
/** For headers, which have no parser. */
export const isRequestId = (value: string): boolean => VISIBLE_ASCII.test(value);
