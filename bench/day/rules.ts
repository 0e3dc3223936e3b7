// How a station is matched during the day; the defaults are those of the services.

export interface Rules {
  /** A car calls this long before it arrives. */
  readonly leadSeconds: number;
  /** A car is planned with, for the calls of others, this long before it arrives; not less than `leadSeconds`. */
  readonly lookAheadSeconds: number;
  readonly maxHoldSeconds: number;
  /** What one plan looks at: the cars that are there first, the riders who asked first. */
  readonly maxCars: number;
  readonly maxRiders: number;
}

export const RULES: Rules = { leadSeconds: 300, lookAheadSeconds: 600, maxHoldSeconds: 180, maxCars: 8, maxRiders: 60 };
