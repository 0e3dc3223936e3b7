// What the engine takes and gives: one station at one moment. Plain numbers; times are seconds from now, negative in the
// past; places are indexes into the travel matrix.
import type { Party } from '@lastmile/party';
import type { TravelMatrix } from './travel-matrix.core.js';

export interface StationInstance {
  readonly travel: TravelMatrix;
  /** The station's own place. */
  readonly station: number;
  /** How long a car may stand at the station, counted from its arrival. */
  readonly maxHoldSeconds: number;
  readonly drivers: readonly InstanceDriver[];
  readonly riders: readonly InstanceRider[];
}

export interface InstanceDriver {
  readonly id: string;
  /** When the car is at the station; negative for a car that stands there already. */
  readonly arriveSeconds: number;
  /** Not on from the station before this: riders promised a seat get in here. */
  readonly departSeconds: number;
  readonly seats: number;
  /** Each of them also takes one of the seats. */
  readonly wheelchairPlaces: number;
  /** Drop-offs of riders promised before and later stations, in the order they are driven. */
  readonly stops: readonly PromisedStop[];
  readonly destination: number;
  /** The drive from the station to the destination with no rider at all, through the later stations. */
  readonly straightSeconds: number;
  /** How much longer than `arriveSeconds + straightSeconds` the whole way may take, holding included. */
  readonly detourBudgetSeconds: number;
  /** For how long the driver has been driving without any rider: decides between drivers who fit equally well. */
  readonly claimSeconds: number;
}

/** A stop of a car's plan that stands whatever is planned now. */
export interface PromisedStop {
  readonly place: number;
  /** Latest arrival here; Infinity without a limit. */
  readonly latestSeconds: number;
  /** Not on from here before this; -Infinity when nobody gets in here. */
  readonly leaveSeconds: number;
}

export interface InstanceRider {
  readonly id: string;
  readonly destination: number;
  readonly party: Party;
  /** When the rider stands at the kerb. */
  readonly readySeconds: number;
  readonly latestPickupSeconds: number;
  /** From getting in to getting out. */
  readonly maxRideSeconds: number;
  /** How long ago the ride was requested. */
  readonly ageSeconds: number;
  /** Ids of drivers who may not take this rider. */
  readonly excludedDrivers: readonly string[];
}

export interface Budget {
  /** Decides ties and the search's path. The same input, seed and iterations give the same plan. */
  readonly seed: number;
  /** Rounds of improvement; 0 is the greedy plan. */
  readonly iterations: number;
  /** The share of the time that is spent, 0 to 1; asked at least at every iteration. */
  readonly spent?: () => number;
}

export interface StationPlan {
  /** Points, see objective.core.ts. */
  readonly objective: number;
  /** No plan has more points than this. Infinity when the search proved nothing. */
  readonly bound: number;
  /** One for each driver of the input, in its order. */
  readonly drivers: readonly DriverPlan[];
  readonly unserved: readonly UnservedRider[];
  /** Rounds of improvement that were made. */
  readonly iterations: number;
}

export interface DriverPlan {
  readonly id: string;
  readonly departSeconds: number;
  /** Every stop after the station, destination last. */
  readonly stops: readonly DriverStop[];
  /** Riders who join, in the order of their drop-offs. */
  readonly riders: readonly JoiningRider[];
  /** Arrival at the destination, over `arriveSeconds + straightSeconds`. */
  readonly detourSeconds: number;
  /** Of that, what the joining riders add. */
  readonly addedSeconds: number;
}

export interface DriverStop {
  /** What happens there: a joining rider gets out, a promised stop is kept, the way ends. */
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
  /** By how much later the car would be at its destination with this rider than without, all else as it is. */
  readonly addedSeconds: number;
}

/** Why a rider stays behind: the limit that the best car for it ran into. */
export type UnservedReason =
  /** No car is there between the rider's ready time and the end of its hold. */
  | 'no_driver'
  | 'drivers_excluded'
  | 'wait_too_long'
  | 'no_wheelchair_place'
  | 'no_seat'
  | 'breaks_promise'
  | 'ride_too_long'
  | 'detour_too_long'
  /** A car could have taken it, but for riders worth more. */
  | 'outranked';

export interface UnservedRider {
  readonly id: string;
  readonly reason: UnservedReason;
  /** The driver whose limit it is, or whose seats went to others; undefined when there is no driver at all. */
  readonly driver: string | undefined;
}
