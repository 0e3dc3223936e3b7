import { OWN_ID_LENGTH, TRIP_ID_LENGTH } from '@lastmile/ids';
import { feedWith, type Files, SMALL_FEED, sourceOf, withLine } from '../../../test/small-feed.js';
import { FeedError } from './feed.error.js';
import { readFeed } from './read-feed.js';

describe('a bad feed is refused with file, line, field and reason', () => {
  const ends = (file: string) => SMALL_FEED[file]!.trimEnd().split('\n').length;
  const append = (file: string, text: string) => withLine(file, ends(file) + 1, text);
  it.each<[string, Files, string]>([
    ['no stops', feedWith({ 'stops.txt': undefined }), 'stops.txt: is missing from the feed'],
    [
      'no calendar at all',
      feedWith({ 'calendar.txt': undefined, 'calendar_dates.txt': undefined }),
      'calendar.txt: is missing, and so is calendar_dates.txt; one of them is required',
    ],
    ['an empty file', feedWith({ 'routes.txt': '' }), 'routes.txt: is empty: it has no header line'],
    [
      'a header without a column',
      withLine('trips.txt', 1, 'route_id,service_id,trip,headsign,direction_id,shape_id'),
      'trips.txt line 1, trip_id: the header lacks this required column',
    ],
    [
      'a header that repeats',
      withLine('trips.txt', 1, 'route_id,service_id,trip_id,trip_id,direction_id,shape_id'),
      'trips.txt line 1, trip_id: the header names this column twice',
    ],
    [
      'broken quotes',
      withLine('stops.txt', 3, 'A1,"Al"pha,40.75,-73.83,0,A,'),
      'stops.txt line 3: is not well-formed CSV: Invalid Closing Quote: got "p" at line 3 instead of delimiter, record delimiter, trimable character (if activated) or comment',
    ],
    [
      'an unknown time zone',
      withLine('agency.txt', 2, 'M,Metro,u,America/Gotham'),
      'agency.txt line 2, agency_timezone: "America/Gotham" is not a time zone',
    ],
    [
      'two time zones',
      append('agency.txt', 'N,Other,u,Asia/Seoul'),
      `agency.txt line 3, agency_timezone: differs from the first agency's "America/New_York"`,
    ],
    [
      'a latitude out of range',
      withLine('stops.txt', 5, 'B,Beta,140.76,-73.84,0,,2'),
      'stops.txt line 5, stop_lat: 140.76 is outside -90 … 90 degrees',
    ],
    [
      'a longitude that is no number',
      withLine('stops.txt', 5, 'B,Beta,40.76,west,0,,2'),
      'stops.txt line 5, stop_lon: "west" is not a number',
    ],
    ['a missing latitude', withLine('stops.txt', 5, 'B,Beta,,-73.84,0,,2'), 'stops.txt line 5, stop_lat: is missing'],
    ['null island', withLine('stops.txt', 5, 'B,Beta,0,0.0,0,,2'), 'stops.txt line 5, stop_lat: the position is 0, 0'],
    [
      'a repeated stop',
      append('stops.txt', 'B,Beta,40.76,-73.84,0,,2'),
      'stops.txt line 8, stop_id: "B" appears twice',
    ],
    ['a nameless stop', withLine('stops.txt', 5, 'B,,40.76,-73.84,0,,2'), 'stops.txt line 5, stop_name: is missing'],
    [
      'a dangling parent',
      withLine('stops.txt', 3, 'A1,Alpha,40.75,-73.83,0,Z,'),
      'stops.txt line 3, parent_station: "Z" is not in stops.txt',
    ],
    [
      'a parent that is no station',
      withLine('stops.txt', 3, 'A1,Alpha,40.75,-73.83,0,B,'),
      'stops.txt line 3, parent_station: "B" is not a station',
    ],
    [
      'text that is not UTF-8',
      withLine('stops.txt', 5, 'B,B\uFFFDta,40.76,-73.84,0,,2'),
      'stops.txt line 5, stop_name: is not valid UTF-8',
    ],
    [
      'a NUL character',
      withLine('stops.txt', 5, 'B,Be\0ta,40.76,-73.84,0,,2'),
      'stops.txt line 5, stop_name: contains a NUL character',
    ],
    ['a repeated line', append('routes.txt', 'R,7,,1,,'), 'routes.txt line 3, route_id: "R" appears twice'],
    [
      'a broken color',
      withLine('routes.txt', 2, 'R,7,,1,purple,FFFFFF'),
      'routes.txt line 2, route_color: "purple" is not a color (RRGGBB)',
    ],
    [
      'a day that does not exist',
      withLine('calendar.txt', 2, 'WK,1,1,1,1,1,0,0,20260101,20260231'),
      'calendar.txt line 2, end_date: "20260231" is not a date (YYYYMMDD)',
    ],
    [
      'a calendar that ends first',
      withLine('calendar.txt', 2, 'WK,1,1,1,1,1,0,0,20260101,20251231'),
      'calendar.txt line 2, end_date: lies before start_date',
    ],
    [
      'a repeated service',
      append('calendar.txt', 'WK,1,1,1,1,1,0,0,20260101,20261231'),
      'calendar.txt line 3, service_id: "WK" appears twice',
    ],
    [
      'a repeated exception',
      append('calendar_dates.txt', 'WK,20260907,1'),
      'calendar_dates.txt line 4, date: service "WK" has a second exception on 2026-09-07',
    ],
    [
      'a third kind of exception',
      append('calendar_dates.txt', 'WK,20260908,3'),
      'calendar_dates.txt line 4, exception_type: "3" is not one of 1, 2',
    ],
    [
      'no day of service',
      feedWith({
        'calendar.txt': SMALL_FEED['calendar.txt']!.replace('1,1,1,1,1', '0,0,0,0,0'),
        'calendar_dates.txt': 'service_id,date,exception_type\nHOL,20260907,2',
      }),
      'calendar.txt: the timetable is empty: no service runs on any day',
    ],
    ['a dangling line', append('trips.txt', 'Q,WK,T4,,0,'), 'trips.txt line 5, route_id: "Q" is not in routes.txt'],
    [
      'a dangling service',
      append('trips.txt', 'R,NO,T4,,0,'),
      'trips.txt line 5, service_id: "NO" is in neither calendar.txt nor calendar_dates.txt',
    ],
    ['a dangling shape', append('trips.txt', 'R,WK,T4,,0,Z'), 'trips.txt line 5, shape_id: "Z" is not in shapes.txt'],
    [
      'a trip whose id nobody could ask for',
      append('trips.txt', `R,WK,${'역'.repeat(TRIP_ID_LENGTH + 1)},,0,`),
      `trips.txt line 5, trip_id: has more than ${TRIP_ID_LENGTH} characters`,
    ],
    [
      'a stop whose id nobody could ask for',
      append('stops.txt', `${'역'.repeat(OWN_ID_LENGTH + 1)},Far,40.75,-73.83,0,,`),
      `stops.txt line 8, stop_id: has more than ${OWN_ID_LENGTH} characters`,
    ],
    [
      'a line with a control character in its id',
      append('routes.txt', 'R\u0007,7,,1,,'),
      'routes.txt line 3, route_id: contains a control character',
    ],
    ['a repeated trip', append('trips.txt', 'R,WK,T1,,0,'), 'trips.txt line 5, trip_id: "T1" appears twice'],
    [
      'no trips',
      feedWith({ 'trips.txt': 'route_id,service_id,trip_id\n' }),
      'trips.txt: the timetable is empty: there are no trips',
    ],
    [
      'no stop times',
      feedWith({ 'stop_times.txt': 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' }),
      'stop_times.txt: the timetable is empty: there are no stop times',
    ],
    [
      'a dangling trip',
      append('stop_times.txt', 'T9,10:00:00,10:00:00,A1,1'),
      'stop_times.txt line 10, trip_id: "T9" is not in trips.txt',
    ],
    [
      'a dangling stop',
      append('stop_times.txt', 'T3,25:00:00,25:00:00,Z,3'),
      'stop_times.txt line 10, stop_id: "Z" is not a stop or platform of stops.txt',
    ],
    [
      'a call at a station instead of a platform',
      append('stop_times.txt', 'T3,25:00:00,25:00:00,A,3'),
      'stop_times.txt line 10, stop_id: "A" is not a stop or platform of stops.txt',
    ],
    [
      'a broken time',
      withLine('stop_times.txt', 3, 'T1,08:65:00,08:05:30,B,5'),
      'stop_times.txt line 3, arrival_time: "08:65:00" is not a time (HH:MM:SS)',
    ],
    [
      'a time beyond a week',
      withLine('stop_times.txt', 9, 'T3,168:00:00,168:00:00,A2,2'),
      'stop_times.txt line 9, arrival_time: "168:00:00" is not a time (HH:MM:SS)',
    ],
    [
      'a broken sequence',
      withLine('stop_times.txt', 3, 'T1,08:05:00,08:05:30,B,five'),
      'stop_times.txt line 3, stop_sequence: "five" is not a whole number',
    ],
    [
      'a repeated sequence',
      withLine('stop_times.txt', 3, 'T1,08:05:00,08:05:30,B,1'),
      'stop_times.txt line 3, stop_sequence: trip "T1" has a second stop number 1',
    ],
    [
      'a blank first time',
      withLine('stop_times.txt', 2, 'T1,,,A1,1'),
      'stop_times.txt line 2, arrival_time: is missing at an end of trip "T1"',
    ],
    [
      'a blank last time',
      withLine('stop_times.txt', 4, 'T1,,,C,9'),
      'stop_times.txt line 4, arrival_time: is missing at an end of trip "T1"',
    ],
    [
      'leaving before arriving',
      withLine('stop_times.txt', 3, 'T1,08:05:00,08:04:00,B,5'),
      'stop_times.txt line 3, departure_time: trip "T1" departs before it arrives',
    ],
    [
      'times that run backwards',
      withLine('stop_times.txt', 4, 'T1,08:05:10,08:10:00,C,9'),
      'stop_times.txt line 4, arrival_time: trip "T1" arrives before it leaves the stop before',
    ],
    [
      'a headway of nothing',
      feedWith({ 'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\nT1,10:00:00,10:20:00,0' }),
      'frequencies.txt line 2, headway_secs: is zero',
    ],
    [
      'a flood of runs',
      feedWith({
        'frequencies.txt': 'trip_id,start_time,end_time,headway_secs\n' + 'T1,00:00:00,167:00:00,1\n'.repeat(20),
      }),
      'frequencies.txt line 3, start_time: trip "T1" starts twice at 00:00:00',
    ],
  ])('%s', async (_name, files, message) => {
    const error: unknown = await readFeed(sourceOf(files)).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FeedError);
    expect(error).toMatchObject({ kind: 'invalid_argument', reason: 'FEED_INVALID', message });
    const { file, line } = (error as FeedError).metadata;
    expect(message.startsWith(line ? `${file} line ${line}` : file!)).toBe(true);
  });
});
