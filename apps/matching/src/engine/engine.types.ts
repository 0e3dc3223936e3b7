// Input and output of the engine: one station at one moment. Plain numbers: times are seconds from now, negative in the
// past; places are indexes into the travel matrix.
import type { Party } from '@lastmile/party';
import type { TravelMatrix } from './travel-matrix.core.js';

export interface StationInstance {
  readonly travel: TravelMatrix;
  /** The place of the station. */
  readonly station: number;
  /** The longest time that a car may wait at the station, counted from its arrival. */
  readonly maxHoldSeconds: number;
  readonly drivers: readonly InstanceDriver[];
  readonly riders: readonly InstanceRider[];
}

export interface InstanceDriver {
  readonly id: string;
  /** When the car arrives at the station; negative if it is already there. */
  readonly arriveSeconds: number;
  /** Earliest departure from the station, because promised riders get in here. */
  readonly departSeconds: number;
  readonly seats: number;
  /** Each place also takes one of the seats. */
  readonly wheelchairPlaces: number;
  /** Drop-offs of promised riders and later stations, in driving order. */
  readonly stops: readonly PromisedStop[];
  readonly destination: number;
  /** The drive from the station through the later stations to the destination, without any rider. */
  readonly straightSeconds: number;
  /** The whole way may take this much longer than `arriveSeconds + straightSeconds`, including holding. */
  readonly detourBudgetSeconds: number;
  /** How long the driver has been driving without a rider: breaks ties between drivers who fit equally well. */
  readonly claimSeconds: number;
}

/** A stop that the car must make, whatever is planned now. */
export interface PromisedStop {
  readonly place: number;
  /** Latest arrival here; Infinity without a limit. */
  readonly latestSeconds: number;
  /** Earliest departure from here; -Infinity when nobody gets in here. */
  readonly leaveSeconds: number;
}

export interface InstanceRider {
  readonly id: string;
  readonly destination: number;
  readonly party: Party;
  /** When the rider is at the pickup point. */
  readonly readySeconds: number;
  readonly latestPickupSeconds: number;
  /** Limit from getting in to getting out. */
  readonly maxRideSeconds: number;
  /** How long ago the ride was requested. */
  readonly ageSeconds: number;
  /** Ids of drivers who may not take this rider. */
  readonly excludedDrivers: readonly string[];
}

export interface Budget {
  /** Decides ties and the path of the search. The same input, seed and iterations give the same plan. */
  readonly seed: number;
  /** Rounds of improvement; 0 is the greedy plan. */
  readonly iterations: number;
  /** The share of the time that is used up, 0 to 1; called at least once per iteration. */
  readonly spent?: () => number;
}

export interface StationPlan {
  /** Points, see objective.core.ts. */
  readonly objective: number;
  /** Upper bound of the points of any plan. Infinity when nothing was proven. */
  readonly bound: number;
  /** One for each driver of the input, in its order. */
  readonly drivers: readonly DriverPlan[];
  readonly unserved: readonly UnservedRider[];
  /** Rounds of improvement done. */
  readonly iterations: number;
}

export interface DriverPlan {
  readonly id: string;
  readonly departSeconds: number;
  /** Every stop after the station, destination last. */
  readonly stops: readonly DriverStop[];
  /** Riders who join, in the order of their drop-offs. */
  readonly riders: readonly JoiningRider[];
  /** How much later the car reaches its destination than `arriveSeconds + straightSeconds`. */
  readonly detourSeconds: number;
  /** The part of the detour that is caused by the joining riders. */
  readonly addedSeconds: number;
}

export interface DriverStop {
  /** What happens there: a joining rider gets out, a promised stop is made, or the way ends. */
  readonly kind: 'rider' | 'promised' | 'destination';
  /** Index into the instance's riders or the driver's stops; 0 for the destination. */
  readonly index: number;
  readonly arriveSeconds: number;
}

export interface JoiningRider {
  /** Index into the instance's riders. */
  readonly rider: number;
  readonly id: string;
  readonly pickupSeconds: number;
  readonly dropoffSeconds: number;
  /** How much later the car reaches its destination with this rider than without, with everything else unchanged. */
  readonly addedSeconds: number;
}

/** Why a rider is left behind: the limit that the best car for this rider would break. */
export type UnservedReason =
  /** No car is there between the rider's ready time and the end of the car's hold. */
  | 'no_driver'
  | 'drivers_excluded'
  | 'wait_too_long'
  | 'no_wheelchair_place'
  | 'no_seat'
  | 'breaks_promise'
  | 'ride_too_long'
  | 'detour_too_long'
  /** A car could have taken this rider, but others were worth more. */
  | 'outranked';

export interface UnservedRider {
  readonly id: string;
  readonly reason: UnservedReason;
  /** The driver whose limit it is, or whose seats went to others; undefined when there is no driver. */
  readonly driver: string | undefined;
}
