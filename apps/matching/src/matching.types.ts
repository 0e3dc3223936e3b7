// What matching reads from other services, and its result. Durations in seconds.
import type { LatLng } from '@lastmile/geo';
import type { Party } from '@lastmile/party';
import type { UnservedReason } from './plan/plan.types.js';

export interface MatchCommand {
  readonly requestId: string;
  readonly driverId: string;
  readonly stationId: string;
  readonly approaching: readonly ApproachingDriver[];
}

export interface ApproachingDriver {
  readonly driverId: string;
  readonly etaTime: Date;
}

export interface Station {
  readonly stationId: string;
  readonly position: LatLng;
  /** IANA name. */
  readonly timeZone: string;
}

export type PickupStatus = 'ahead' | 'arrived' | 'departed' | 'skipped';

/** A started route. */
export interface Route {
  readonly routeId: string;
  readonly driverId: string;
  /** In driving order. */
  readonly stops: readonly RouteStop[];
  readonly destination: LatLng;
  readonly detourBudgetSeconds: number;
  /** When the driver set out. */
  readonly startTime: Date;
}

export interface RouteStop {
  readonly stationId: string;
  readonly position: LatLng;
  readonly pickupStatus: PickupStatus;
}

export interface Place {
  readonly position: LatLng;
  readonly name: string;
}

/** A ride without a driver, as far as the rider service knows. */
export interface WaitingRide {
  readonly rideId: string;
  readonly riderId: string;
  readonly riderName: string;
  readonly pickup: Place;
  readonly destination: Place;
  readonly party: Party;
  readonly readyTime: Date;
  readonly latestPickupTime: Date;
  readonly directSeconds: number;
  readonly maxRideSeconds: number;
  readonly excludedDriverIds: readonly string[];
  readonly requestTime: Date;
  /** Version of the ride as read: recorded reasons apply only to this version. */
  readonly version: number;
}

/** A trip of the ledger that is not over. */
export interface LiveTrip {
  readonly tripId: string;
  readonly rideId: string;
  readonly routeId: string;
  readonly stationId: string;
  readonly aboard: boolean;
  readonly destination: LatLng;
  readonly readyTime: Date;
  /** In the ledger's plan. */
  readonly pickupTime: Date;
  readonly latestPickupTime: Date;
  /** In the ledger's plan. */
  readonly dropoffTime: Date;
  readonly latestDropoffTime: Date;
  readonly dropoffOrder: number;
}

export interface RouteLoad {
  readonly routeId: string;
  readonly freeSeats: number;
  readonly freeWheelchairPlaces: number;
}

/** A request to the ledger in one round. */
export interface Commit {
  readonly requestId: string;
  readonly routeId: string;
  readonly stationId: string;
  /** Best first. */
  readonly trips: readonly PlannedTrip[];
  readonly reordered: readonly { readonly tripId: string; readonly dropoffOrder: number; readonly dropoffTime: Date }[];
}

export interface PlannedTrip {
  readonly ride: WaitingRide;
  readonly pickupTime: Date;
  readonly dropoffTime: Date;
  readonly latestDropoffTime: Date;
  readonly dropoffOrder: number;
  /** How many seconds this rider adds to the drive. */
  readonly addedDetourSeconds: number;
}

export type RefusalReason = 'ride_taken' | 'ride_closed' | 'driver_excluded' | 'no_seats';

/** Why a ride is not in the calling driver's car. */
export interface Unserved {
  readonly rideId: string;
  readonly reason: UnservedReason | 'better_with_another_driver';
  /** Only set for `better_with_another_driver`. */
  readonly driverId: string | undefined;
}
