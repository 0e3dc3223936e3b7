// One service day of a feed: which train lets people out where and when. Times are seconds of the service day.
import { DomainError } from '@lastmile/errors';
import type { LatLng } from '@lastmile/geo';
import { addDays, servicesOn, validFrom, weekday } from '../../apps/station/src/timetable/calendar.core.js';
import { openFeedSource } from '../../apps/station/src/import/gtfs/feed-source.js';
import type { Feed } from '../../apps/station/src/import/gtfs/feed.types.js';
import { readFeed } from '../../apps/station/src/import/gtfs/read-feed.js';
import { groupBy } from '../../apps/station/src/import/gtfs/stop-times.js';

export interface Station {
  readonly stopId: string;
  readonly name: string;
  readonly position: LatLng;
}

/** Columns, in the order of `arrive`. */
export interface Calls {
  /** Index of the station. */
  readonly station: Int32Array;
  readonly arrive: Int32Array;
}

export interface ServiceDay {
  readonly date: string;
  readonly stations: readonly Station[];
  readonly calls: Calls;
}

const WEDNESDAY = 2;

/**
 * @param date `YYYY-MM-DD`; the feed's first Wednesday, an ordinary working day, when undefined
 * @throws FeedError for a bad feed, DomainError failed_precondition NO_TRAINS when nothing runs that day
 */
export async function readServiceDay(path: string, date?: string): Promise<ServiceDay> {
  const source = await openFeedSource(path);
  try {
    const feed = await readFeed(source);
    return serviceDayOf(feed, date ?? firstWednesday(feed));
  } finally {
    source.close();
  }
}

function serviceDayOf(feed: Feed, date: string): ServiceDay {
  const { stopTimes, trips, platforms, stations } = feed;
  const running = new Set(servicesOn({ services: feed.services, replayLastWeek: true }, date));
  const rows: number[] = [];
  let latest = 0;
  for (let row = 0; row < stopTimes.length; row++) {
    if (stopTimes.alighting[row] !== 1 || !running.has(trips[stopTimes.trip[row]!]!.service)) continue;
    rows.push(row);
    latest = Math.max(latest, stopTimes.arrival[row]!);
  }
  if (rows.length === 0) throw new DomainError('failed_precondition', 'NO_TRAINS', `no train runs on ${date}`);
  const order = groupBy(rows.length, latest + 1, (i) => stopTimes.arrival[rows[i]!]!).rows;
  return {
    date,
    stations: stations.map(({ stopId, name, position }) => ({ stopId, name, position })),
    calls: {
      station: Int32Array.from(order, (i) => platforms[stopTimes.platform[rows[i]!]!]!.station),
      arrive: Int32Array.from(order, (i) => stopTimes.arrival[rows[i]!]!),
    },
  };
}

function firstWednesday({ services }: Feed): string {
  const first = validFrom(services);
  if (!first) throw new DomainError('failed_precondition', 'NO_TRAINS', 'the feed runs on no day');
  return addDays(first, (WEDNESDAY - weekday(first) + 7) % 7);
}
