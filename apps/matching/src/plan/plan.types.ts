// What a planning engine takes and gives. Plain data: places in degrees, moments as Date, durations in seconds.
import type { LatLng } from '@lastmile/geo';
import type { Party } from '@lastmile/party';
import type { UnservedReason } from '../engine/engine.types.js';

export type { UnservedReason };

/** One station at one moment: every car on its way there and every rider due there. */
export interface PlanInput {
  readonly now: Date;
  readonly station: LatLng;
  /** How long a car may stand at the station, counted from its arrival. */
  readonly maxHoldSeconds: number;
  readonly cars: readonly CarInput[];
  readonly rides: readonly RideInput[];
  /** Driving time in seconds, finite and not negative. The same answer for the same places during one plan. */
  readonly travelSeconds: (from: LatLng, to: LatLng) => number;
}

export interface CarInput {
  readonly driverId: string;
  readonly routeId: string;
  /** When the car is at the station; in the past for a car that stands there. */
  readonly etaTime: Date;
  /** What the ledger has left. A seat is free again only once its rider has got out. */
  readonly freeSeats: number;
  /** Each of them also takes one of the seats. */
  readonly freeWheelchairPlaces: number;
  /** How much longer the drive from here to the destination may take, holding included, for all riders together. */
  readonly detourBudgetSeconds: number;
  /** Since when the driver has been driving without any rider; undefined with riders. Decides between equal drivers. */
  readonly emptySince: Date | undefined;
  /** Target stations after this one, in driving order. */
  readonly laterStations: readonly LatLng[];
  readonly destination: LatLng;
  /** Riders who have a seat already. */
  readonly promises: readonly PromiseInput[];
}

/** A rider of a live trip: nothing planned now may break what they were told. */
export interface PromiseInput {
  readonly tripId: string;
  readonly rideId: string;
  readonly dropoff: LatLng;
  /** As planned before. */
  readonly dropoffTime: Date;
  readonly latestDropoffTime: Date;
  /** As planned before; drop-offs keep this order among themselves. */
  readonly dropoffOrder: number;
  readonly boarding: Boarding;
}

export type Boarding =
  /** In the car when it reaches the station. */
  | { readonly at: 'aboard' }
  /** Gets in at this station. */
  | { readonly at: 'here'; readonly readyTime: Date }
  /** Gets in at `laterStations[station]`. */
  | { readonly at: 'later'; readonly station: number; readonly readyTime: Date; readonly latestPickupTime: Date };

export interface RideInput {
  readonly rideId: string;
  readonly destination: LatLng;
  readonly party: Party;
  /** When the rider stands at the kerb. */
  readonly readyTime: Date;
  readonly latestPickupTime: Date;
  readonly maxRideSeconds: number;
  readonly requestTime: Date;
  readonly excludedDriverIds: readonly string[];
}

export interface Plan {
  /** One for each car of the input, by arrival, riders or not. */
  readonly cars: readonly CarPlan[];
  /** Rides that no car takes. */
  readonly unserved: readonly { readonly rideId: string; readonly reason: UnservedReason }[];
}

export interface CarPlan {
  readonly driverId: string;
  readonly routeId: string;
  readonly departTime: Date;
  /** Drop-offs after the station in order, promised riders included. */
  readonly stops: readonly PlannedStop[];
  /** The riders who join, oldest request first. */
  readonly joining: readonly JoiningRide[];
  /** Extra time from arrival at the station to the destination, over driving straight on. */
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
