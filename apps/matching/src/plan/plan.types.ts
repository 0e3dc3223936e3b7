// Input and output of planning. Plain data: places in degrees, times as Date, durations in seconds.
import type { LatLng } from '@lastmile/geo';
import type { Party } from '@lastmile/party';
import type { UnservedReason } from '../engine/engine.types.js';

export type { UnservedReason };

/** One station at one moment: all cars on their way there and all riders due there. */
export interface PlanInput {
  readonly now: Date;
  readonly station: LatLng;
  /** The longest time that a car may wait at the station, counted from its arrival. */
  readonly maxHoldSeconds: number;
  readonly cars: readonly CarInput[];
  readonly rides: readonly RideInput[];
  /** Driving time in seconds, finite and not negative. Must not change during one plan. */
  readonly travelSeconds: (from: LatLng, to: LatLng) => number;
}

export interface CarInput {
  readonly driverId: string;
  readonly routeId: string;
  /** When the car arrives at the station; in the past if it is already there. */
  readonly etaTime: Date;
  /** Free seats according to the ledger. A seat becomes free only when its rider has got out. */
  readonly freeSeats: number;
  /** Each place also takes one of the seats. */
  readonly freeWheelchairPlaces: number;
  /** How much longer the drive from here to the destination may take, including holding, for all riders together. */
  readonly detourBudgetSeconds: number;
  /** Since when the driver has been driving without a rider; undefined with riders. Breaks ties between equal drivers. */
  readonly emptySince: Date | undefined;
  /** Target stations after this one, in driving order. */
  readonly laterStations: readonly LatLng[];
  readonly destination: LatLng;
  /** Riders who already have a seat. */
  readonly promises: readonly PromiseInput[];
}

/** A rider of a live trip: a new plan must keep what the rider was promised. */
export interface PromiseInput {
  readonly tripId: string;
  readonly rideId: string;
  readonly dropoff: LatLng;
  /** In the earlier plan. */
  readonly dropoffTime: Date;
  readonly latestDropoffTime: Date;
  /** In the earlier plan; drop-offs keep this relative order. */
  readonly dropoffOrder: number;
  readonly boarding: Boarding;
}

export type Boarding =
  /** Already in the car when it reaches the station. */
  | { readonly at: 'aboard' }
  /** Gets in at this station. */
  | { readonly at: 'here'; readonly readyTime: Date }
  /** Gets in at `laterStations[station]`. */
  | { readonly at: 'later'; readonly station: number; readonly readyTime: Date; readonly latestPickupTime: Date };

export interface RideInput {
  readonly rideId: string;
  readonly destination: LatLng;
  readonly party: Party;
  /** When the rider is at the pickup point. */
  readonly readyTime: Date;
  readonly latestPickupTime: Date;
  readonly maxRideSeconds: number;
  readonly requestTime: Date;
  readonly excludedDriverIds: readonly string[];
}

export interface Plan {
  /** One for each car of the input, by arrival, with or without riders. */
  readonly cars: readonly CarPlan[];
  /** Rides that no car takes. */
  readonly unserved: readonly { readonly rideId: string; readonly reason: UnservedReason }[];
}

export interface CarPlan {
  readonly driverId: string;
  readonly routeId: string;
  readonly departTime: Date;
  /** The stops after the station in driving order, including drop-offs of promised riders. */
  readonly stops: readonly PlannedStop[];
  /** The riders who join, oldest request first. */
  readonly joining: readonly JoiningRide[];
  /** How much longer the way from the station to the destination takes than driving straight on. */
  readonly detourSeconds: number;
}

export interface PlannedStop {
  readonly rideId: string;
  /** The trip of a promised rider; undefined for one who joins. */
  readonly tripId: string | undefined;
  readonly dropoffOrder: number;
  readonly dropoffTime: Date;
}

export interface JoiningRide {
  readonly rideId: string;
  readonly pickupTime: Date;
  readonly dropoffTime: Date;
  /** The new promise: pickup plus the rider's limit. */
  readonly latestDropoffTime: Date;
  readonly dropoffOrder: number;
  /** How much later the car reaches its destination than in the same plan without this rider. */
  readonly addedDetourSeconds: number;
}
