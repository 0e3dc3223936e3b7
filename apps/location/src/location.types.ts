// The types of the location service's domain. Distances in metres, durations in seconds.
import type { LatLng } from '@lastmile/geo';

/** An accepted fix of a device. */
export interface Fix {
  readonly position: LatLng;
  readonly time: Date;
  /** Radius of 68% confidence; 0 when unknown. */
  readonly accuracyMeters: number;
  readonly speedMetersPerSecond: number | undefined;
  readonly headingDegrees: number | undefined;
}

/** A fix as a device sends it: any field may be missing or wrong. */
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
  /** Calculated at the time of the fix, in the order of drop-offs. */
  readonly etas: readonly TripEta[];
  readonly freeSeats: number;
}

/** A location as stored. */
export interface StoredLocation extends DriverLocation {
  /** Orders changes of the same fix. */
  readonly revision: number;
}

/** A circle; a stream shows the drivers in it. */
export interface Area {
  readonly areaId: string;
  readonly center: LatLng;
  readonly radiusMeters: number;
}

/** A driver in an area has a new position, or is gone. */
export interface AreaChange {
  readonly areaId: string;
  readonly driverId: string;
  /** Undefined when the driver has left or has no free seat. */
  readonly location?: StoredLocation;
  readonly distanceMeters?: number;
}

/** The progress of the car with one trip. */
export interface TripEta {
  readonly tripId: string;
  /** At the pickup point; undefined when the rider is aboard. */
  readonly pickupEtaTime: Date | undefined;
  readonly dropoffEtaTime: Date;
  readonly stationReachedTime: Date | undefined;
  /** When the car left without the rider. */
  readonly pickupPassedTime: Date | undefined;
  readonly dropoffReachedTime: Date | undefined;
}

/** A position that was rejected as too far away; later fixes may confirm it. */
export interface Doubt {
  /** The newest of the fixes that confirm one another. */
  readonly fix: Fix;
  /** Time of the first of these fixes. */
  readonly since: Date;
  readonly count: number;
}

/** An event detected from a car's positions. */
export interface Milestone {
  readonly kind: 'station_reached' | 'pickup_passed' | 'dropoff_reached';
  readonly stationId: string;
  /** The trips affected. */
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
  /** IANA name. */
  readonly timeZone: string;
  readonly pickupStatus: PickupStatus;
  /** Since when the car waits there, according to the driver. */
  readonly arriveTime: Date | undefined;
  /** When a match was last requested. */
  readonly matchTime: Date | undefined;
  /** The last result of matching. */
  readonly lastMatch: MatchOutcome | undefined;
  /** When positions showed the car there. */
  readonly reachedTime: Date | undefined;
  /** When positions showed the car leaving. */
  readonly passedTime: Date | undefined;
}

/** A trip of the started route that is not over, from the ledger. */
export interface DutyTrip {
  readonly tripId: string;
  readonly stationId: string;
  readonly status: 'offered' | 'scheduled' | 'arrived' | 'active';
  readonly people: number;
  readonly pickup: LatLng;
  readonly destination: LatLng;
  /** When the rider is at the pickup point. */
  readonly readyTime: Date;
  /** In the ledger's plan. */
  readonly pickupTime: Date;
  readonly dropoffTime: Date;
  readonly dropoffOrder: number;
  readonly boardTime: Date | undefined;
  readonly dropoffReachedTime: Date | undefined;
}

/** The state of a trip in an event. */
export interface TripUpdate extends Omit<DutyTrip, 'status' | 'dropoffReachedTime'> {
  readonly status: DutyTrip['status'] | 'ended';
  readonly driverId: string;
  readonly routeId: string;
  readonly version: number;
  readonly createTime: Date;
}

/**
 * The result of a match for one driver: how many riders joined, and why others did not. Others are counted, never
 * named.
 */
export interface MatchOutcome {
  readonly time: Date;
  readonly tripCount: number;
  /** The contract's enum names, most frequent first. */
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
  /** Number of seats that the route offers. */
  readonly seats: number;
  /** The trips that are not over. */
  readonly trips: readonly DutyTrip[];
}

/** A route from the driver service. */
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

/** How far a driver on duty is from a station ahead. */
export interface Approach {
  readonly driverId: string;
  readonly routeId: string;
  readonly stationId: string;
  /** In the past for a car that is waiting there. */
  readonly etaTime: Date;
  readonly distanceMeters: number;
  readonly position: LatLng;
  /** Time of the fix. */
  readonly positionTime: Date;
  readonly lastMatch: MatchOutcome | undefined;
}
