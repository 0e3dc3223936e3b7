/** A tiny sound feed that tests bend: two stations (one with platforms), one line, three trips, one night train. */
import { Readable } from 'node:stream';
import type { FeedSource } from '../src/import/gtfs/feed-source.types.js';

export type Files = Record<string, string>;

export const SMALL_FEED: Files = {
  'agency.txt': 'agency_id,agency_name,agency_url,agency_timezone\nM 1,Metro,https://metro.example,America/New_York\n',
  'stops.txt': [
    'stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station,wheelchair_boarding',
    'A,Alpha,40.75,-73.83,1,,1',
    'A1,Alpha,40.75,-73.83,0,A,',
    'A2,Alpha,40.75,-73.83,,A,',
    'B,Beta,40.76,-73.84,0,,2',
    'C,Gamma,40.77,-73.85,0,,',
    'E,Entrance,40.75,-73.83,2,A,',
  ].join('\n'),
  'routes.txt':
    'route_id,route_short_name,route_long_name,route_type,route_color,route_text_color\nR,7,,1,b933ad,FFFFFF\n',
  'calendar.txt': [
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
    'WK,1,1,1,1,1,0,0,20260101,20261231',
  ].join('\n'),
  'calendar_dates.txt': 'service_id,date,exception_type\nWK,20260907,2\nHOL,20260907,1\n',
  'trips.txt': [
    'route_id,service_id,trip_id,trip_headsign,direction_id,shape_id',
    'R,WK,T1,Gamma,0,S',
    'R,HOL,T2,Gamma,0,S',
    'R,WK,T3,Alpha,1,',
  ].join('\n'),
  'stop_times.txt': [
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
    'T1,08:00:00,08:00:30,A1,1',
    'T1,08:05:00,08:05:30,B,5',
    'T1,08:10:00,08:10:00,C,9',
    'T2,09:00:00,09:00:00,A1,1',
    'T2,,,B,2',
    'T2,09:10:00,09:10:00,C,3',
    'T3,24:30:00,24:30:00,C,1',
    'T3,24:40:00,24:40:00,A2,2',
  ].join('\n'),
  'shapes.txt': ['shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence', 'S,40.77,-73.85,20', 'S,40.75,-73.83,3'].join(
    '\n',
  ),
};

/** The small feed with files replaced; `undefined` takes a file away. */
export function feedWith(changes: Record<string, string | undefined>): Files {
  const files = { ...SMALL_FEED, ...changes };
  return Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A file of the small feed with one line replaced (1-based, line 1 is the header); one past the end appends. */
export function withLine(file: string, line: number, text: string): Files {
  const lines = SMALL_FEED[file]!.trimEnd().split('\n');
  lines[line - 1] = text;
  return feedWith({ [file]: lines.join('\n') });
}

export function sourceOf(files: Files): FeedSource {
  return {
    files: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.byteLength(text)])),
    open: (file) => Promise.resolve(Readable.from([Buffer.from(files[file]!)])),
    close() {},
  };
}
