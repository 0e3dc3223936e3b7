// Page tokens for keyset pagination: the sort key of the last row. Opaque to clients, and checked when they come back.
import { invalidArgument } from '@lastmile/errors';
import type { z } from 'zod';

/** `encodePageToken({ createTime, id })`. Dates become ISO strings; read them with `z.coerce.date()`. */
export const encodePageToken = (keyset: Readonly<Record<string, string | number | Date>>): string =>
  Buffer.from(JSON.stringify(keyset)).toString('base64url');

/**
 * A page of a list, made from one row more than the page has (`LIMIT pageSize + 1`): that row shows whether there is a
 * next page. `nextPageToken` is empty on the last page. `keysetOf` returns the sort key of a row, including its id.
 */
export function pageOf<Row>(
  found: readonly Row[],
  pageSize: number,
  keysetOf: (row: Row) => Readonly<Record<string, string | number | Date>>,
): { items: Row[]; nextPageToken: string } {
  const items = found.slice(0, pageSize);
  const last = found.length > pageSize ? items.at(-1) : undefined;
  return { items, nextPageToken: last ? encodePageToken(keysetOf(last)) : '' };
}

/** The keyset in a token, or undefined for the first page (an empty token). Throws invalid_argument for invalid tokens. */
export function decodePageToken<S extends z.ZodType>(schema: S, token: string): z.output<S> | undefined {
  if (token === '') return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(token, 'base64url').toString('utf8')));
  } catch {
    throw invalidArgument('pageToken', 'pageToken: must be a token from an earlier page');
  }
}
