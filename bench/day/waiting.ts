// Riders and cars as the engine sees them: one object for each, whose seconds from now are set anew for every plan it takes part
// in, so that a plan allocates next to nothing.
import { ALONE, type Party } from '@lastmile/party';
import type { InstanceDriver, InstanceRider, PromisedStop } from '../../apps/matching/src/engine/engine.types.js';
import { type Demand, MAX_WAIT_SECONDS, maxRideSeconds } from './demand.js';
import type { Passes } from './fleet.js';
import { REFUSAL_REASONS, type RefusalReason, type Seat } from './ledger.js';

const NOBODY: readonly string[] = [];

/** A rider who has asked and not been given a seat. */
export class WaitingRider implements InstanceRider {
  readonly id: string;
  readonly destination: number;
  readonly party: Party;
  readonly maxRideSeconds: number;
  readonly excludedDrivers = NOBODY;
  readonly requestTime: number;
  readonly readyTime: number;
  readonly latestPickupTime: number;
  isSeated = false;

  readySeconds = 0;
  latestPickupSeconds = 0;
  ageSeconds = 0;

  /** The furthest of all plans so far. */
  reason: RefusalReason = 'no_driver';

  constructor(
    demand: Demand,
    /** Row of the demand. */
    readonly row: number,
  ) {
    this.id = String(row);
    this.destination = demand.place[row]!;
    this.party = { ...ALONE, people: demand.people[row]!, wheelchair: demand.wheelchair[row] === 1 };
    this.maxRideSeconds = maxRideSeconds(demand.directSeconds[row]!);
    this.requestTime = demand.requestTime[row]!;
    this.readyTime = demand.readyTime[row]!;
    this.latestPickupTime = this.readyTime + MAX_WAIT_SECONDS;
  }

  /** Makes the engine's seconds count from `now`. */
  seenAt(now: number): this {
    this.readySeconds = this.readyTime - now;
    this.latestPickupSeconds = this.latestPickupTime - now;
    this.ageSeconds = now - this.requestTime;
    return this;
  }

  /** A plan left the rider behind. */
  leaveBehind(reason: RefusalReason): void {
    if (reason === this.reason) return;
    if (REFUSAL_REASONS.indexOf(reason) > REFUSAL_REASONS.indexOf(this.reason)) this.reason = reason;
  }
}

/** A stop of a car's plan where somebody gets out. */
export class Dropoff implements PromisedStop {
  readonly leaveSeconds = -Infinity;
  latestSeconds = 0;

  constructor(
    readonly place: number,
    readonly seat: Seat,
  ) {}
}

/** A car on its way to the station. */
export class ApproachingCar implements InstanceDriver {
  readonly id: string;
  readonly eta: number;
  readonly destination: number;
  readonly straightSeconds: number;
  readonly detourBudgetSeconds: number;
  departTime: number;
  seats: number;
  wheelchairPlaces: number;
  stops: readonly Dropoff[] = [];

  arriveSeconds = 0;
  departSeconds = 0;
  claimSeconds = 0;

  constructor(
    passes: Passes,
    /** Row of the passes. */
    readonly row: number,
  ) {
    this.id = String(row);
    this.eta = passes.eta[row]!;
    this.departTime = this.eta;
    this.destination = passes.destination[row]!;
    this.straightSeconds = passes.straightSeconds[row]!;
    this.detourBudgetSeconds = passes.detourBudgetSeconds[row]!;
    this.seats = passes.seats[row]!;
    this.wheelchairPlaces = passes.wheelchairPlaces[row]!;
  }

  /**
   * Makes the engine's seconds count from `now`.
   *
   * @param idleSince when the driver was last rid of a rider
   */
  seenAt(now: number, idleSince: number): void {
    this.arriveSeconds = this.eta - now;
    this.departSeconds = this.departTime - now;
    this.claimSeconds = Math.max(0, now - idleSince);
    for (const stop of this.stops) stop.latestSeconds = stop.seat.latestDropoffTime - now;
  }
}
