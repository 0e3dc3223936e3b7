// Stations, the places around them, and the timetable.
import type { Readable } from 'node:stream';
import { AreaKind } from '@lastmile/contracts';
import { lineId } from '@lastmile/ids';
import { z } from 'zod';
import type { Clients } from '../gateway.client.js';
import { UPLOAD_TYPE } from '../http/media-type.js';
import { operation } from '../http/operation.js';
import {
  instant,
  list,
  maybeText,
  page,
  pageQuery,
  position,
  queryFlag,
  queryInteger,
  queryNumber,
  text,
  time,
  words,
  stationParam,
} from '../schemas/fields.schema.js';
import { importId, importShown, timetableImport } from '../schemas/timetable-import.schema.js';
import { uploadFeed } from './upload-feed.js';

const areaKind = words(AreaKind, 'AREA_KIND_');
export const line = z
  .object({ lineId: z.string(), shortName: z.string(), longName: z.string(), color: maybeText, textColor: maybeText })
  .meta({ id: 'Line' });
const pickupPoint = z
  .object({ pickupPointId: z.string(), name: z.string(), position, walkSeconds: z.int() })
  .meta({ id: 'PickupPoint', description: 'A kerb; walkSeconds counts from the train’s door.' });
export const station = z
  .object({
    stationId: z.string(),
    name: z.string(),
    position,
    timeZone: z.string().describe('IANA name.'),
    lines: z.array(line),
    pickupPoints: z.array(pickupPoint),
    active: z.boolean(),
  })
  .meta({ id: 'Station' });
const area = z
  .object({ areaId: z.string(), kind: areaKind.output, name: z.string(), position, distanceMeters: z.number() })
  .meta({ id: 'Area' });
const arrival = z
  .object({
    stationId: z.string(),
    trainId: z.string().describe('GTFS trip_id.'),
    serviceDate: z.string().describe('GTFS service day; a train after midnight may belong to the day before.'),
    line,
    headsign: z.string(),
    directionId: z.int(),
    arriveTime: time,
    departTime: time,
  })
  .meta({ id: 'Arrival' });
const timetable = z
  .object({
    feedId: z.string(),
    feedVersion: z.string(),
    contentHash: z.string(),
    startDate: z.string(),
    endDate: z.string(),
    importTime: time,
    replayLastWeek: z.boolean(),
    timeZone: z.string().describe('The agency’s, an IANA name.'),
    stationCount: z.int(),
    trainCount: z.int(),
    callCount: z.int(),
  })
  .meta({ id: 'Timetable' });
/** The station service's format; empty to use the id in the feed itself. */
const feedId = z
  .string()
  .regex(/^([a-z0-9][a-z0-9-]{0,62})?$/, 'must be lower-case letters, digits and dashes, at most 63');
const tag = 'Stations';

export const stationOperations = ({ stations }: Clients) => [
  operation({
    method: 'GET',
    path: '/v1/stations',
    tag,
    access: 'public',
    summary: 'Stations by name',
    query: z.strictObject({ ...pageQuery, nameContains: text(0, 120).default('') }),
    answer: page(station),
    handle: async ({ query }) => {
      const { stations: items, nextPageToken } = await stations.listStations({ ...query, includeInactive: false });
      return { items, nextPageToken };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/stations/nearest',
    tag,
    access: 'public',
    summary: 'Stations around a point, nearest first',
    query: z.strictObject({
      lat: queryNumber(-90, 90),
      lon: queryNumber(-180, 180),
      radius: queryNumber(1, 20_000).default(2_000).describe('Metres.'),
      limit: queryInteger(1, 50).default(5),
    }),
    answer: list(z.object({ station, distanceMeters: z.number() })),
    handle: async ({ query: { lat, lon, radius, limit } }) => {
      const centre = { latitude: lat, longitude: lon };
      return {
        items: (await stations.findNearestStations({ position: centre, radiusMeters: radius, limit })).stations,
      };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/stations/:stationId',
    tag,
    access: 'public',
    summary: 'A station with its lines and pickup points',
    params: stationParam,
    answer: station,
    handle: async ({ params }) => (await stations.getStation(params)).station,
  }),
  operation({
    method: 'GET',
    path: '/v1/stations/:stationId/areas',
    tag,
    access: 'public',
    summary: 'Neighbourhoods and landmarks around a station, nearest first',
    params: stationParam,
    query: z.strictObject({ kind: areaKind.input.default(AreaKind.AREA_KIND_UNSPECIFIED) }),
    answer: list(area),
    handle: async ({ params, query }) => ({ items: (await stations.listNearbyAreas({ ...params, ...query })).areas }),
  }),
  operation({
    method: 'GET',
    path: '/v1/stations/:stationId/arrivals',
    tag,
    access: 'public',
    summary: 'Trains that arrive in an interval of at most 24 hours, earliest first',
    params: stationParam,
    query: z.strictObject({
      ...pageQuery,
      from: instant.optional().describe('Default now.'),
      to: instant.optional().describe('Default one hour after `from`.'),
      lineId: z.literal('').or(lineId).default(''),
    }),
    answer: page(arrival),
    handle: async ({ params, query: { from, to, ...rest } }) => {
      const asked = { ...params, ...rest, fromTime: from, toTime: to };
      const { arrivals: items, nextPageToken } = await stations.listArrivals(asked);
      return { items, nextPageToken };
    },
  }),
  operation({
    method: 'GET',
    path: '/v1/lines',
    tag,
    access: 'public',
    cost: 5,
    summary: 'Lines with their drawn course',
    answer: list(z.object({ line, directionId: z.int(), points: z.array(position) })),
    handle: async () => ({ items: (await stations.listLines({})).lines }),
  }),
  operation({
    method: 'PUT',
    path: '/v1/stations/:stationId',
    tag,
    access: ['operator'],
    summary: 'Add a station by hand, or replace its name, position and pickup points',
    params: stationParam,
    body: z.strictObject({
      name: text(1, 120),
      position,
      timeZone: z.string().max(60).default(''),
      pickupPoints: z
        .array(z.strictObject({ name: text(1, 120), position }))
        .max(50)
        .default([]),
    }),
    answer: station,
    handle: async ({ params, body, requestId }) =>
      (await stations.upsertStation({ ...params, ...body, requestId })).station,
  }),
  operation({
    method: 'GET',
    path: '/v1/timetables',
    tag,
    access: ['operator'],
    summary: 'Timetables in force',
    answer: list(timetable),
    handle: async () => ({ items: (await stations.listTimetables({})).timetables }),
  }),
  operation({
    // Uploading the same content again changes nothing, so no idempotency key is needed.
    method: 'POST',
    path: '/v1/timetables',
    tag,
    access: ['operator'],
    status: 201,
    idempotent: false,
    consumes: UPLOAD_TYPE,
    cost: 50,
    summary: 'Import a GTFS feed, sent as application/zip; all of it or nothing',
    query: z.strictObject({
      feedId: feedId.default(''),
      replayLastWeek: queryFlag,
      importId: importId
        .or(z.literal(''))
        .default('')
        .describe('Of your making, for GET /v1/timetables/imports/{importId} meanwhile.'),
    }),
    body: z.custom<Readable>(
      (value) => typeof (value as Readable | undefined)?.pipe === 'function',
      'send application/zip',
    ),
    answer: z.object({ timetable, changed: z.boolean(), warnings: z.array(z.string()), areaCount: z.int() }),
    handle: ({ query, body }) => uploadFeed(stations, body, query),
  }),
  operation({
    method: 'GET',
    path: '/v1/timetables/imports/:importId',
    tag,
    access: ['operator'],
    summary: 'How far an import is, or how it ended',
    params: z.object({ importId }),
    answer: timetableImport,
    handle: async ({ params }) => importShown((await stations.getImport(params)).import!),
  }),
];
