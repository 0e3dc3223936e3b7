// One car at the station: which riders could get in, and the times when it drives a sequence of stops.
//
// A sequence lists the stops after the station: the index of a joining rider, or `~index` of a fixed stop. Fixed stops
// are the promised stops, in their order, and the destination as the last one. Times are seconds from now.
import { limitCode, type Limit } from './limit.core.js';
import { claimPoints, riderPoints } from './objective.core.js';
import type { InstanceDriver, InstanceRider, StationInstance } from './engine.types.js';

/** Limits may be exceeded by this many seconds, because of rounding. */
export const SLACK_SECONDS = 1e-7;

export type Sequence = readonly number[];

/** The value in `limits` for a rider who may get in. */
export const MAY_BOARD = 255;

export class Car {
  readonly driver: InstanceDriver;
  readonly places: number;
  readonly seconds: Float64Array;
  readonly station: number;
  readonly arrive: number;
  /** Earliest departure when nobody joins. */
  readonly depart: number;
  readonly latestDepart: number;
  /** Latest arrival at the destination with joining riders. */
  readonly latestEnd: number;
  readonly fixedPlace: readonly number[];
  readonly fixedLatest: readonly number[];
  readonly fixedLeave: readonly number[];
  readonly alone: Sequence;
  /** Arrival at the destination when nobody joins. */
  readonly aloneEnd: number;
  /** Whether the car keeps its promises when nobody joins; if not, nobody may join. */
  readonly isSound: boolean;
  readonly claimPoints: number;

  /**
   * By rider: the place of the drop-off, the first limit that is broken even without other riders, and the effects of
   * joining.
   */
  readonly riderPlace: Int32Array;
  readonly limits: Uint8Array;
  readonly pickup: Float64Array;
  readonly latestDropoff: Float64Array;
  readonly points: Float64Array;

  constructor(
    { travel, station, maxHoldSeconds, drivers, riders }: StationInstance,
    index: number,
    places: Int32Array,
  ) {
    const driver = drivers[index] as InstanceDriver;
    this.driver = driver;
    this.places = travel.places;
    this.seconds = travel.seconds;
    this.station = station;
    this.arrive = driver.arriveSeconds;
    this.depart = Math.max(driver.arriveSeconds, driver.departSeconds, 0);
    this.latestDepart = Math.max(driver.arriveSeconds + maxHoldSeconds, this.depart);
    this.latestEnd = driver.arriveSeconds + driver.straightSeconds + driver.detourBudgetSeconds;
    this.fixedPlace = [...driver.stops.map(({ place }) => place), driver.destination];
    this.fixedLatest = [...driver.stops.map(({ latestSeconds }) => latestSeconds), Infinity];
    this.fixedLeave = [...driver.stops.map(({ leaveSeconds }) => leaveSeconds), -Infinity];
    this.claimPoints = claimPoints(driver);
    this.riderPlace = places;
    this.limits = new Uint8Array(riders.length);
    this.pickup = new Float64Array(riders.length);
    this.latestDropoff = new Float64Array(riders.length);
    this.points = new Float64Array(riders.length);

    this.alone = this.fixedPlace.map((_, i) => ~i);
    const { end, isOnTime } = this.drive(this.alone, this.depart);
    this.aloneEnd = end;
    this.isSound = isOnTime && end <= this.latestEnd + SLACK_SECONDS;
    riders.forEach((rider, i) => this.add(rider, i));
  }

  private add(rider: InstanceRider, index: number): void {
    const pickup = Math.max(this.arrive, rider.readySeconds, 0);
    const limit = this.limitOf(rider, pickup);
    this.limits[index] = limit === undefined ? MAY_BOARD : limitCode(limit);
    this.pickup[index] = pickup;
    this.latestDropoff[index] = pickup + rider.maxRideSeconds;
    this.points[index] = riderPoints(rider, pickup);
  }

  private limitOf(rider: InstanceRider, pickup: number): Limit | undefined {
    if (rider.excludedDrivers.includes(this.driver.id)) return 'drivers_excluded';
    if (pickup > this.latestDepart + SLACK_SECONDS) return 'no_driver';
    if (pickup > rider.latestPickupSeconds + SLACK_SECONDS) return 'wait_too_long';
    if (rider.party.wheelchair && this.driver.wheelchairPlaces < 1) return 'no_wheelchair_place';
    if (rider.party.people > this.driver.seats) return 'no_seat';
    if (!this.isSound) return 'breaks_promise';
    return undefined;
  }

  place(stop: number): number {
    return stop >= 0 ? (this.riderPlace[stop] as number) : (this.fixedPlace[~stop] as number);
  }

  latest(stop: number): number {
    return stop >= 0 ? (this.latestDropoff[stop] as number) : (this.fixedLatest[~stop] as number);
  }

  leave(stop: number): number {
    return stop >= 0 ? -Infinity : (this.fixedLeave[~stop] as number);
  }

  travel(from: number, to: number): number {
    return this.seconds[from * this.places + to] as number;
  }

  /** The departure time with these riders. Fixed stops in the sequence are ignored. */
  departWith(sequence: Sequence): number {
    let depart = this.depart;
    for (const stop of sequence) if (stop >= 0) depart = Math.max(depart, this.pickup[stop] as number);
    return depart;
  }

  /** Drives a sequence and returns the arrival times. O(stops). */
  drive(sequence: Sequence, depart: number): { arrivals: number[]; end: number; isOnTime: boolean } {
    const arrivals: number[] = [];
    let [at, clock, isOnTime] = [this.station, depart, true];
    for (const stop of sequence) {
      const place = this.place(stop);
      clock += this.travel(at, place);
      arrivals.push(clock);
      if (clock > this.latest(stop) + SLACK_SECONDS) isOnTime = false;
      clock = Math.max(clock, this.leave(stop));
      at = place;
    }
    return { arrivals, end: clock, isOnTime };
  }
}
