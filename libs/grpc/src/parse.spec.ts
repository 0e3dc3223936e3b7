import { z } from 'zod';
import {
  decodePageToken,
  encodePageToken,
  id,
  instant,
  latLng,
  pageOf,
  pageSize,
  parse,
  requestId,
  text,
  uuid,
} from './index.js';

const schema = z.object({
  requestId,
  stationId: id('station'),
  destination: latLng,
  seats: z.number().int().min(1).max(8),
  name: text(10),
  departTime: instant,
});
const good = {
  requestId: 'r-1',
  stationId: 's-1',
  destination: { latitude: 40.7, longitude: -73.9 },
  seats: 2,
  name: ' Ana ',
  departTime: new Date('2026-09-23T08:00:00Z'),
};

describe('parse', () => {
  it('returns the typed message', () => {
    expect(parse(schema, good)).toEqual({ ...good, name: 'Ana' });
  });

  it.each([
    [{ destination: { latitude: 91, longitude: 0 } }, 'destination.latitude: must be between -90 and 90'],
    [{ destination: { latitude: NaN, longitude: 0 } }, 'destination.latitude: must be between -90 and 90'],
    [{ destination: undefined }, 'destination: must be given'],
    [{ seats: 9 }, 'seats: must be at most 8'],
    [{ seats: 'two' }, 'seats: must be a number'],
    [{ name: '   ' }, 'name: must not be empty'],
    [{ name: 'x'.repeat(11) }, 'name: must have at most 10 characters'],
    [{ name: 'a\u0000b' }, 'name: must not contain control characters'],
    [{ requestId: '' }, 'requestId: must be 1 to 128 visible ASCII characters'],
    [{ requestId: 'a b' }, 'requestId: must be 1 to 128 visible ASCII characters'],
    [{ stationId: 'x'.repeat(129) }, 'stationId: must be a station id'],
    [{ departTime: new Date(NaN) }, 'departTime: must be a time'],
    [{ departTime: new Date('9999-01-01T00:00:00Z') }, 'departTime: must be before the year 2200'],
  ])('refuses %j as "%s"', (change, message) => {
    const field = message.slice(0, message.indexOf(':'));
    expect(() => parse(schema, { ...good, ...change })).toThrow(
      expect.objectContaining({ kind: 'invalid_argument', reason: 'INVALID_FIELD', message, metadata: { field } }),
    );
  });

  it('names the request when it is no message at all', () => {
    expect(() => parse(schema, undefined)).toThrow('request: must be given');
  });
});

describe('fields', () => {
  it('gives one spelling to a UUID and refuses other text', () => {
    expect(parse(uuid('trip'), '0199F7A2-1111-7AAA-8BBB-123456789ABC')).toBe('0199f7a2-1111-7aaa-8bbb-123456789abc');
    expect(() => parse(uuid('trip'), 't1')).toThrow('must be a trip id (a UUID)');
  });

  it('takes 50 rows for 0 and never more than 500', () => {
    expect([0, 7, 5000].map((size) => parse(pageSize, size))).toEqual([50, 7, 500]);
    expect(() => parse(pageSize, -1)).toThrow('must not be negative');
  });
});

describe('page tokens', () => {
  const keyset = z.object({ createTime: z.coerce.date(), id: z.string() });

  it('come back as they were', () => {
    const row = { createTime: new Date('2026-09-23T08:00:00.123Z'), id: 't-1' };
    expect(decodePageToken(keyset, encodePageToken(row))).toEqual(row);
    expect(decodePageToken(keyset, '')).toBeUndefined();
  });

  it('name the last row of a page that has a next one', () => {
    const rows = ['a', 'b', 'c'].map((id) => ({ id, createTime: new Date(0) }));
    const { items, nextPageToken } = pageOf(rows, 2, ({ id, createTime }) => ({ createTime, id }));
    expect(items).toEqual(rows.slice(0, 2));
    expect(decodePageToken(keyset, nextPageToken)).toEqual(rows[1]);
    expect(pageOf(rows, 3, ({ id }) => ({ id }))).toEqual({ items: rows, nextPageToken: '' });
    expect(pageOf([], 3, () => ({}))).toEqual({ items: [], nextPageToken: '' });
  });

  it.each(['garbage', 'e30', '%%%', Buffer.from('[1]').toString('base64url')])('refuse %s', (token) => {
    expect(() => decodePageToken(keyset, token)).toThrow(expect.objectContaining({ metadata: { field: 'pageToken' } }));
  });
});
