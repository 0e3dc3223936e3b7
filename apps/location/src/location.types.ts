// The words of the location service. Distances in metres, durations in seconds.
import type { LatLng } from '@lastmile/geo';

/** One accepted fix of a device. */
export interface Fix {
  readonly position: LatLng;
  readonly time: Date;
  /** Radius of 68% confidence; 0 when unknown. */
  readonly accuracyMeters: number;
  readonly speedMetersPerSecond: number | undefined;
  readonly headingDegrees: number | undefined;
}

/** A fix as a device sends it: anything may be missing or wrong. */
export interface RawFix {
  readonly position?: LatLng | undefined;
  readonly time?: Date | undefined;
  readonly accuracyMeters: number;
  readonly speedMetersPerSecond?: number | undefined;
  readonly headingDegrees?: number | undefined;
}

export interface DriverLocation {
  readonly driverId: string;
  readonly routeId: string;
  readonly fix: Fix;
}

export type PickupStatus = 'ahead' | 'arrived' | 'departed' | 'skipped';

/** A target station of a driver on duty. */
export interface WatchStop {
  readonly stationId: string;
  readonly position: LatLng;
  /** IANA. */
  readonly timeZone: string;
  readonly pickupStatus: PickupStatus;
  /** Since when the car stands there. */
  readonly arriveTime: Date | undefined;
  /** When matching was last asked for. */
  readonly matchTime: Date | undefined;
  /** What it answered last. */
  readonly lastMatch: MatchOutcome | undefined;
}

/** What a match gave a driver, and why it gave no more. Others are counted, never named. */
export interface MatchOutcome {
  readonly time: Date;
  readonly tripCount: number;
  /** The contract's words, most frequent first. */
  readonly leftBehind: readonly { readonly reason: string; readonly rideCount: number }[];
}

/** A driver on duty. */
export interface Watch {
  readonly driverId: string;
  readonly routeId: string;
  readonly startTime: Date;
  /** In driving order. */
  readonly stops: readonly WatchStop[];
  /** Undefined until the first fix. */
  readonly fix: Fix | undefined;
}

/** A route as the driver service tells it. */
export interface Route {
  readonly routeId: string;
  readonly driverId: string;
  readonly onDuty: boolean;
  /** Undefined for a route that never started: nobody is watched for it. */
  readonly startTime: Date | undefined;
  readonly version: number;
  readonly stops: readonly RouteStop[];
}

export type RouteStop = Pick<WatchStop, 'stationId' | 'position' | 'pickupStatus'>;

/** How far a driver on duty is from a station it heads for. */
export interface Approach {
  readonly driverId: string;
  readonly routeId: string;
  readonly stationId: string;
  /** In the past for a car that stands there. */
  readonly etaTime: Date;
  readonly distanceMeters: number;
  readonly position: LatLng;
  readonly lastMatch: MatchOutcome | undefined;
}
