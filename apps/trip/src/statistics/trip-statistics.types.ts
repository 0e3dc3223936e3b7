// Counts of trips.
import type { Actor, TripStatus } from '../trip.types.js';

/** Half-open: [fromTime, toTime). */
export interface Interval {
  readonly fromTime: Date;
  readonly toTime: Date;
}

/** Trips by their current status; `made` is the sum of those from `live` on. */
export interface TripCounts {
  readonly made: number;
  readonly offered: number;
  readonly live: number;
  readonly completed: number;
  readonly declined: number;
  readonly expired: number;
  readonly cancelled: number;
  readonly noShow: number;
}

export interface TripFigures {
  readonly trips: TripCounts;
  /** Seconds from the ready time to boarding, of riders who have boarded. */
  readonly wait: { readonly count: number; readonly meanSeconds: number; readonly p95Seconds: number };
  readonly seatsUsed: number;
}

export interface TripEndCount {
  readonly status: TripStatus;
  readonly endedBy: Actor;
  /** Empty for trips without a reason, and for rare reasons. */
  readonly reason: string;
  readonly count: number;
}

export interface TripStatistics {
  readonly figures: TripFigures;
  /** Every hour of the interval, in order. */
  readonly hours: readonly { readonly startTime: Date; readonly figures: TripFigures }[];
  readonly stations: readonly { readonly stationId: string; readonly figures: TripFigures }[];
  /** Most frequent end first. */
  readonly ends: readonly TripEndCount[];
}
