// Riders and cars as the engine sees them: one object for each, given to every plan it takes part in, so that a plan allocates
// next to nothing. The engine's "seconds from now" are seconds of the service day here: its now is midnight, and whatever
// it plans lies after the true now because no car is there earlier.
import type { InstanceDriver, InstanceRider, PromisedStop } from '../../apps/matching/src/engine/engine.types.js';
import { type Demand, MAX_WAIT_SECONDS, maxRideSeconds } from './demand.js';
import type { Passes } from './fleet.js';
import { REFUSAL_REASONS, type RefusalReason, type Seat } from './ledger.js';

const NOBODY: readonly string[] = [];

/** A rider who has asked and not been given a seat. */
export class WaitingRider implements InstanceRider {
  readonly id: string;
  readonly destination: number;
  readonly partySize: number;
  readonly wheelchair: boolean;
  readonly requestSeconds: number;
  readonly readySeconds: number;
  readonly latestPickupSeconds: number;
  readonly maxRideSeconds: number;
  readonly excludedDrivers = NOBODY;
  ageSeconds = 0;
  isSeated = false;
  /** Index of the furthest reason so far. */
  private furthest = 0;

  constructor(
    demand: Demand,
    /** Row of the demand. */
    readonly row: number,
  ) {
    this.id = String(row);
    this.destination = demand.place[row]!;
    this.partySize = demand.partySize[row]!;
    this.wheelchair = demand.wheelchair[row] === 1;
    this.requestSeconds = demand.requestTime[row]!;
    this.readySeconds = demand.readyTime[row]!;
    this.latestPickupSeconds = this.readySeconds + MAX_WAIT_SECONDS;
    this.maxRideSeconds = maxRideSeconds(demand.directSeconds[row]!);
  }

  /** A plan left the rider behind. */
  leaveBehind(reason: RefusalReason): void {
    this.furthest = Math.max(this.furthest, REFUSAL_REASONS.indexOf(reason));
  }

  get reason(): RefusalReason {
    return REFUSAL_REASONS[this.furthest]!;
  }
}

/** A car on its way to the station. */
export class ApproachingCar implements InstanceDriver {
  readonly id: string;
  readonly arriveSeconds: number;
  readonly destination: number;
  readonly straightSeconds: number;
  readonly detourBudgetSeconds: number;
  departSeconds: number;
  seats: number;
  wheelchairPlaces: number;
  stops: PromisedStop[] = [];
  claimSeconds = 0;
  /** Of the stops, in their order. */
  promised: Seat[] = [];

  constructor(
    passes: Passes,
    /** Row of the passes. */
    readonly row: number,
  ) {
    this.id = String(row);
    this.arriveSeconds = passes.eta[row]!;
    this.departSeconds = this.arriveSeconds;
    this.destination = passes.destination[row]!;
    this.straightSeconds = passes.straightSeconds[row]!;
    this.detourBudgetSeconds = passes.detourBudgetSeconds[row]!;
    this.seats = passes.seats[row]!;
    this.wheelchairPlaces = passes.wheelchairPlaces[row]!;
  }
}
