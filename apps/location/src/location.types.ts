// The types of the location service's domain. Distances in metres, durations in seconds.
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
  /** As of the fix, in the order of drop-offs. */
  readonly etas: readonly TripEta[];
  readonly freeSeats: number;
}

/** A location as it is stored. */
export interface StoredLocation extends DriverLocation {
  /** Orders changes that share one fix. */
  readonly revision: number;
}

/** A circle that a stream shows drivers of. */
export interface Area {
  readonly areaId: string;
  readonly center: LatLng;
  readonly radiusMeters: number;
}

/** A driver in an area: a new position, or gone. */
export interface AreaChange {
  readonly areaId: string;
  readonly driverId: string;
  /** Undefined when the driver is no longer there, or has no free seat. */
  readonly location?: StoredLocation;
  readonly distanceMeters?: number;
}

/** How far the car is with one trip. */
export interface TripEta {
  readonly tripId: string;
  /** At the kerb; undefined once the rider is aboard. */
  readonly pickupEtaTime: Date | undefined;
  readonly dropoffEtaTime: Date;
  readonly stationReachedTime: Date | undefined;
  /** The car left while the rider was not aboard. */
  readonly pickupPassedTime: Date | undefined;
  readonly dropoffReachedTime: Date | undefined;
}

/** A place that was refused as too far away; fixes that follow may confirm it. */
export interface Doubt {
  /** The newest of those that confirm one another. */
  readonly fix: Fix;
  /** Time of the first. */
  readonly since: Date;
  readonly count: number;
}

/** What a car was seen to do. */
export interface Milestone {
  readonly kind: 'station_reached' | 'pickup_passed' | 'dropoff_reached';
  readonly stationId: string;
  /** The trips that it concerns. */
  readonly tripIds: readonly string[];
  readonly time: Date;
  /** The fix that shows it. */
  readonly fix: Fix;
}

export type PickupStatus = 'ahead' | 'arrived' | 'departed' | 'skipped';

/** A target station of a driver on duty. */
export interface DutyStop {
  readonly stationId: string;
  readonly position: LatLng;
  /** IANA. */
  readonly timeZone: string;
  readonly pickupStatus: PickupStatus;
  /** Since when the car stands there. */
  readonly arriveTime: Date | undefined;
  /** When matching was last asked for. */
  readonly matchTime: Date | undefined;
  /** What matching answered last. */
  readonly lastMatch: MatchOutcome | undefined;
  /** When the car was seen there. */
  readonly reachedTime: Date | undefined;
  /** When it was seen to leave. */
  readonly passedTime: Date | undefined;
}

/** A trip of the started route that is not over, as the ledger tells it. */
export interface DutyTrip {
  readonly tripId: string;
  readonly stationId: string;
  readonly status: 'offered' | 'scheduled' | 'arrived' | 'active';
  readonly people: number;
  readonly pickup: LatLng;
  readonly destination: LatLng;
  /** When the rider stands at the kerb. */
  readonly readyTime: Date;
  /** As planned. */
  readonly pickupTime: Date;
  readonly dropoffTime: Date;
  readonly dropoffOrder: number;
  readonly boardTime: Date | undefined;
  readonly dropoffReachedTime: Date | undefined;
}

/** What an event says of a trip. */
export interface TripNews extends Omit<DutyTrip, 'status' | 'dropoffReachedTime'> {
  readonly status: DutyTrip['status'] | 'ended';
  readonly driverId: string;
  readonly routeId: string;
  readonly version: number;
  readonly createTime: Date;
}

/** What a match gave a driver, and why it gave no more. Others are counted, never named. */
export interface MatchOutcome {
  readonly time: Date;
  readonly tripCount: number;
  /** The contract's words, most frequent first. */
  readonly leftBehind: readonly { readonly reason: string; readonly rideCount: number }[];
}

/** A driver on duty: the started route, its stations, its trips, and the newest fix. */
export interface Duty {
  readonly driverId: string;
  readonly routeId: string;
  readonly startTime: Date;
  /** In driving order. */
  readonly stops: readonly DutyStop[];
  /** Undefined until the first fix. */
  readonly fix: Fix | undefined;
  readonly doubt: Doubt | undefined;
  /** Offered by the route. */
  readonly seats: number;
  /** Those that are not over. */
  readonly trips: readonly DutyTrip[];
}

/** A route as the driver service tells it. */
export interface Route {
  readonly routeId: string;
  readonly driverId: string;
  readonly onDuty: boolean;
  /** Undefined for a route that never started. */
  readonly startTime: Date | undefined;
  readonly version: number;
  readonly seats: number;
  readonly stops: readonly RouteStop[];
}

export type RouteStop = Pick<DutyStop, 'stationId' | 'position' | 'pickupStatus'>;

/** How far a driver on duty is from a station it heads for. */
export interface Approach {
  readonly driverId: string;
  readonly routeId: string;
  readonly stationId: string;
  /** In the past for a car that stands there. */
  readonly etaTime: Date;
  readonly distanceMeters: number;
  readonly position: LatLng;
  /** Of the fix. */
  readonly positionTime: Date;
  readonly lastMatch: MatchOutcome | undefined;
}
