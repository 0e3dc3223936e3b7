// A feed whose ids are written in another script, as Korean publishers do: two stations, a train every two minutes.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILES: Record<string, string[]> = {
  'agency.txt': ['agency_name,agency_url,agency_timezone', '서울교통공사,https://metro.example,Asia/Seoul'],
  'stops.txt': [
    'stop_id,stop_name,stop_lat,stop_lon',
    '시청,City Hall,37.5647,126.9771',
    '서울역,Seoul Station,37.5547,126.9707',
  ],
  'routes.txt': ['route_id,route_short_name,route_type', '1호선,1,1'],
  'calendar.txt': [
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date',
    '매일,1,1,1,1,1,1,1,20260101,20261231',
  ],
  'trips.txt': ['route_id,service_id,trip_id,trip_headsign', '1호선,매일,급행 1,서울역'],
  'stop_times.txt': [
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence',
    '급행 1,00:00:00,00:00:00,시청,1',
    '급행 1,00:03:00,00:03:00,서울역,2',
  ],
  'frequencies.txt': ['trip_id,start_time,end_time,headway_secs', '급행 1,05:00:00,24:00:00,120'],
};

/** @returns the directory it was written to */
export function writeKoreanFeed(): string {
  const directory = mkdtempSync(join(tmpdir(), 'lastmile-feed-'));
  for (const [name, lines] of Object.entries(FILES)) writeFileSync(join(directory, name), `${lines.join('\n')}\n`);
  return directory;
}
