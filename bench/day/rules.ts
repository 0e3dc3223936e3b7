// When a station is matched during the day. Lead and hold are the defaults of the services; they plan with the cars within the
// lead time, where the day looks further ahead: bench/README.md has the difference.

export interface Rules {
  /** A car calls this long before it arrives. */
  readonly leadSeconds: number;
  /** A car is planned with, for the calls of others, this long before it arrives; not less than `leadSeconds`. */
  readonly lookAheadSeconds: number;
  readonly maxHoldSeconds: number;
}

export const RULES: Rules = { leadSeconds: 300, lookAheadSeconds: 600, maxHoldSeconds: 180 };
