/** What the RPCs accept: one schema for each request, refused as INVALID_ARGUMENT with the field's name. */
import { AreaKind as WireAreaKind } from '@lastmile/contracts';
import {
  decodePageToken,
  instant,
  itemCount,
  latLng,
  MAX_PAGE_SIZE,
  optionalText,
  requestId,
  text,
} from '@lastmile/grpc';
import { lineId, stationId as anyStationId, trainId } from '@lastmile/ids';
import { z } from 'zod';
import type { AreaKind } from './station.types.js';

const HOUR_MS = 3_600_000;
const MAX_WINDOW_MS = 24 * HOUR_MS;
const MAX_RUNNING_MS = HOUR_MS / 4;

export const stationId = anyStationId.refine((value) => /^[^:]+:./.test(value), {
  error: 'must be a station id, <feed_id>:<stop_id>',
});

const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1_000) * 1_000);

const AREA_KINDS = new Map<string, AreaKind>([
  [WireAreaKind.AREA_KIND_AREA, 'area'],
  [WireAreaKind.AREA_KIND_LANDMARK, 'landmark'],
]);

export const getStation = z.object({ stationId });

export const listStations = z.object({
  pageSize: itemCount(100, MAX_PAGE_SIZE),
  pageToken: z.string(),
  nameContains: optionalText(120),
  includeInactive: z.boolean(),
});

export const findNearestStations = z.object({
  position: latLng,
  radiusMeters: z
    .number()
    .min(0, 'must not be negative')
    .transform((radius) => (radius === 0 ? 2000 : Math.min(radius, 20_000))),
  limit: itemCount(5, 50),
});

export const listNearbyAreas = z.object({
  stationId,
  kind: z
    .enum([WireAreaKind.AREA_KIND_UNSPECIFIED, WireAreaKind.AREA_KIND_AREA, WireAreaKind.AREA_KIND_LANDMARK])
    .transform((kind) => AREA_KINDS.get(kind)),
});

/** Default: one hour, starting at `now`. */
export const listArrivals = (now: Date) =>
  z
    .object({
      stationId,
      fromTime: instant.default(now),
      toTime: instant.optional(),
      lineId: z.literal('').or(lineId),
      pageSize: itemCount(100, MAX_PAGE_SIZE),
      pageToken: z.string(),
    })
    .transform(({ fromTime: from, toTime, ...rest }) => {
      return { ...rest, from, to: toTime ?? new Date(from.getTime() + HOUR_MS) };
    })
    .refine(({ from, to }) => to > from, { path: ['toTime'], error: 'must lie after fromTime' })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= MAX_WINDOW_MS, {
      path: ['toTime'],
      error: 'must lie at most 24 hours after fromTime',
    });

/** Default: only the moment `now`. Whole seconds, like timetables. */
export const listRunningTrains = (now: Date) =>
  z
    .object({ fromTime: instant.default(now), toTime: instant.optional(), limit: itemCount(500, 2_000) })
    .transform(({ fromTime, toTime, limit }) => ({
      from: wholeSecond(fromTime),
      to: wholeSecond(toTime ?? fromTime),
      limit,
    }))
    .refine(({ from, to }) => to >= from, { path: ['toTime'], error: 'must not lie before fromTime' })
    .refine(({ from, to }) => to.getTime() - from.getTime() <= MAX_RUNNING_MS, {
      path: ['toTime'],
      error: 'must lie at most 15 minutes after fromTime',
    });

export const getArrival = z.object({
  stationId,
  trainId,
  serviceDate: z.iso.date('must be a day, YYYY-MM-DD'),
});

const isTimeZone = (name: string): boolean => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
};

export const upsertStation = z.object({
  requestId,
  stationId,
  name: text(120),
  position: latLng,
  timeZone: z.string().refine((name) => name === '' || isTimeZone(name), 'must be an IANA time zone'),
  pickupPoints: z.array(z.object({ name: text(120), position: latLng })).max(50),
});

export const stationPage = (token: string) => decodePageToken(z.object({ name: text(250), stationId }), token);
export const arrivalPage = (token: string) => decodePageToken(z.object({ at: z.int(), trainId }), token);
