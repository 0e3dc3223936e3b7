// Counts of rides.

/** Half-open: [fromTime, toTime). */
export interface Interval {
  readonly fromTime: Date;
  readonly toTime: Date;
}

/** Rides by their current status; `requested` is the sum of the others. */
export interface RideCounts {
  readonly requested: number;
  readonly waiting: number;
  readonly underway: number;
  readonly served: number;
  readonly cancelled: number;
  readonly expired: number;
  readonly noShow: number;
}

export interface RideStatistics {
  /** Every hour of the interval, in order. */
  readonly hours: readonly { readonly startTime: Date; readonly rides: RideCounts }[];
  /** Stations with requests, most requests first. */
  readonly stations: readonly {
    readonly stationId: string;
    readonly stationName: string;
    readonly rides: RideCounts;
  }[];
  /** Most frequent reason first. */
  readonly reasons: readonly WaitingReasonCount[];
}

export interface WaitingReasonCount {
  /** The contract's enum name; empty when no plan has considered the rides. */
  readonly reason: string;
  readonly waitingCount: number;
  readonly expiredCount: number;
}
