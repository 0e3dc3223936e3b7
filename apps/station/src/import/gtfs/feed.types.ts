/**
 * A feed after reading: everything is checked, and every reference is resolved to an index. Stop times are columns of
 * integers, not objects: a million of them take 28 MB instead of 200.
 */
import type { LatLng } from '@lastmile/geo';
import type { StopTimes } from './stop-times.js';

export interface Feed {
  /** Slug of the first agency's id (or name), the default for the feed's id. */
  readonly slug: string;
  /** The publisher's version name, blank when there is none. */
  readonly version: string;
  readonly timeZone: string;
  readonly stations: readonly FeedStation[];
  readonly platforms: readonly FeedPlatform[];
  readonly lines: readonly FeedLine[];
  readonly shapes: readonly FeedShape[];
  readonly services: readonly FeedService[];
  readonly trips: readonly FeedTrip[];
  readonly stopTimes: StopTimes;
}

export interface FeedStation {
  readonly stopId: string;
  readonly name: string;
  readonly position: LatLng;
  /** GTFS wheelchair_boarding: 0 unknown, 1 possible, 2 not possible. */
  readonly wheelchair: 0 | 1 | 2;
}

/** A stop where vehicles call; `station` indexes {@link Feed.stations}. A stop without a parent is its own station. */
export interface FeedPlatform {
  readonly stopId: string;
  readonly code: string;
  readonly station: number;
}

export interface FeedLine {
  readonly routeId: string;
  readonly shortName: string;
  readonly longName: string;
  /** RRGGBB, blank when the feed gives none. */
  readonly color: string;
  readonly textColor: string;
  readonly routeType: number;
  readonly sortOrder: number;
}

/** The path of most trips of a line in one direction; the positions of the stations when the feed has no shapes. */
export interface FeedShape {
  readonly line: number;
  readonly direction: 0 | 1;
  /** latitude, longitude, latitude, longitude … */
  readonly points: readonly number[];
}

export interface FeedService {
  readonly serviceId: string;
  /** Bit 0 is Monday … bit 6 is Sunday; 0 for a service that is only defined in calendar_dates.txt. */
  readonly weekdays: number;
  /** `YYYY-MM-DD`, both inclusive; blank for a service without a line in calendar.txt. */
  readonly startDate: string;
  readonly endDate: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

export interface FeedTrip {
  /** The feed's trip_id; a run of a frequency-based trip adds `@HH:MM:SS`, its departure. */
  readonly tripId: string;
  readonly line: number;
  readonly service: number;
  readonly headsign: string;
  readonly direction: 0 | 1;
}
