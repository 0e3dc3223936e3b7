// A timetable made for the bench: one line through as many stations as are asked for, a train every three minutes.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LatLng } from '@lastmile/geo';

export const FEED_ID = 'bench';
export const stationId = (index: number): string => `${FEED_ID}:s${index}`;
/** Two kilometres apart, northwards. */
export const stationPosition = (index: number): LatLng => ({ latitude: 40 + index * 0.018, longitude: -73.9 });

/** Trains leave their depot from 15:00 to 18:30 in New York, every day of many years, and call at a station a minute. */
const [FIRST_TRAIN, LAST_TRAIN, HEADWAY, BETWEEN_STATIONS] = [15 * 3600, 18.5 * 3600, 180, 60] as const;
/** Where nobody gets off, as at the first stop of any trip. */
const DEPOT = 'depot';

/** Writes the feed's files into a new directory. */
export async function writeFeed(directory: string, stations: number): Promise<void> {
  await mkdir(directory);
  const stops = [DEPOT, ...Array.from({ length: stations }, (_, i) => `s${i}`)];
  const trains: number[] = [];
  for (let at = FIRST_TRAIN; at <= LAST_TRAIN; at += HEADWAY) trains.push(at);
  const tables: Record<string, readonly string[]> = {
    agency: ['agency_id,agency_name,agency_url,agency_timezone', 'b,Bench,http://localhost,America/New_York'],
    routes: ['route_id,agency_id,route_short_name,route_long_name,route_type', 'L,b,L,Line,1'],
    calendar: [
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
      'daily,1,1,1,1,1,1,1,20200101,20401231',
    ],
    stops: [
      'stop_id,stop_name,stop_lat,stop_lon',
      ...stops.map((id, i) => {
        const { latitude, longitude } = stationPosition(i - 1);
        return `${id},Stop ${id},${latitude.toFixed(6)},${longitude}`;
      }),
    ],
    trips: ['route_id,service_id,trip_id', ...trains.map((at) => `L,daily,t${at}`)],
    stop_times: [
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
      ...trains.flatMap((at) =>
        stops.map(
          (id, i) => `t${at},${clock(at + i * BETWEEN_STATIONS)},${clock(at + i * BETWEEN_STATIONS)},${id},${i}`,
        ),
      ),
    ],
  };
  const files = Object.entries(tables).map(([name, rows]) =>
    writeFile(join(directory, `${name}.txt`), rows.join('\n')),
  );
  await Promise.all(files);
}

function clock(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
