// The day itself, event by event: riders ask, cars come near and call, cars arrive and call again, riders give up.
//
// All events are known beforehand and sorted (passes do not depend on what riders do), so three cursors over sorted columns
// take the place of an event heap. At the same second requests come first, then calls of cars that come near, then
// calls of cars that are there.
import type { PromisedStop } from '../../apps/matching/src/engine/engine.types.js';
import type { Demand } from './demand.js';
import type { Passes } from './fleet.js';
import { Ledger, type Seat } from './ledger.js';
import type { Decision, Policy } from './policies.js';
import type { Surroundings } from './town.js';
import { ApproachingCar, WaitingRider } from './waiting.js';

export interface Day {
  readonly around: readonly Surroundings[];
  readonly demand: Demand;
  readonly passes: Passes;
}

export interface Replayed {
  readonly ledger: Ledger;
  /** Plans that were made; a call with no free seat or nobody waiting needs none. */
  readonly plans: number;
}

/** A car calls this long before it arrives. */
export const LEAD_SECONDS = 300;
export const MAX_HOLD_SECONDS = 180;
/** What one plan looks at: the cars that are there first, the riders who asked first. */
const MAX_CARS = 20;
const MAX_RIDERS = 120;

export function replay(day: Day, policy: Policy): Replayed {
  const { demand, passes } = day;
  const running = new Replay(day, policy);
  let [request, near, there] = [0, 0, 0];
  for (;;) {
    const requestAt = request < demand.length ? demand.requestTime[request]! : Infinity;
    const nearAt = near < passes.length ? passes.eta[near]! - LEAD_SECONDS : Infinity;
    const thereAt = there < passes.length ? passes.eta[there]! : Infinity;
    if (requestAt <= nearAt && requestAt <= thereAt) {
      if (requestAt === Infinity) break;
      running.ask(request++);
    } else if (nearAt <= thereAt) running.approach(near++, nearAt);
    else running.arrive(there++, thereAt);
  }
  return running.end();
}

interface StationState {
  /** In the order of their requests; those seated or too late are swept out by the next plan. */
  waiting: WaitingRider[];
  /** By arrival. */
  approaching: ApproachingCar[];
}

class Replay {
  private readonly ledger: Ledger;
  private readonly stations: readonly StationState[];
  private readonly cars: (ApproachingCar | undefined)[];
  /** By driver: since when they have driven without a rider. */
  private readonly idleSince: number[] = [];
  private plans = 0;

  constructor(
    private readonly day: Day,
    private readonly policy: Policy,
  ) {
    this.ledger = new Ledger(day.passes.length);
    this.stations = day.around.map(() => ({ waiting: [], approaching: [] }));
    this.cars = new Array<undefined>(day.passes.length);
  }

  ask(row: number): void {
    const { demand } = this.day;
    this.stations[demand.station[row]!]!.waiting.push(new WaitingRider(demand, row));
  }

  approach(row: number, now: number): void {
    const { passes } = this.day;
    const car = new ApproachingCar(passes, row);
    this.idleSince[passes.driver[row]!] ??= now;
    this.cars[row] = car;
    this.stations[passes.station[row]!]!.approaching.push(car);
    this.match(car, now);
  }

  arrive(row: number, now: number): void {
    const car = this.cars[row]!;
    this.match(car, now);
    this.cars[row] = undefined;
    const state = this.stations[this.day.passes.station[row]!]!;
    state.approaching = state.approaching.filter((each) => each !== car);
    if (car.promised.length > 0) this.idleSince[this.day.passes.driver[row]!] = this.ledger.endTime[row]!;
  }

  end(): Replayed {
    for (const state of this.stations) this.sweep(state, Infinity);
    return { ledger: this.ledger, plans: this.plans };
  }

  private match(car: ApproachingCar, now: number): void {
    if (car.seats === 0) return;
    const { passes, around } = this.day;
    const station = passes.station[car.row]!;
    const state = this.stations[station]!;
    this.sweep(state, now);
    const cars = this.carsWith(car, state);
    const riders = this.ridersFor(cars, state, now);
    if (riders.length === 0) return;
    for (const each of cars) each.claimSeconds = Math.max(0, now - this.idleSince[passes.driver[each.row]!]!);
    const travel = around[station]!.travelAt(car.arriveSeconds);
    const instance = { travel, station: 0, maxHoldSeconds: MAX_HOLD_SECONDS, drivers: cars, riders };
    this.plans++;
    this.commit(car, riders, this.policy.decide(instance, around[station]!.areaOf), now);
  }

  /** The calling car first, and the others with a seat left. */
  private carsWith(car: ApproachingCar, { approaching }: StationState): ApproachingCar[] {
    const cars = [car];
    for (const other of approaching) {
      if (cars.length === MAX_CARS) break;
      if (other !== car && other.seats > 0) cars.push(other);
    }
    return cars;
  }

  /** Whoever stands at the kerb before the last car has gone. */
  private ridersFor(cars: readonly ApproachingCar[], { waiting }: StationState, now: number): WaitingRider[] {
    let last = 0;
    for (const { arriveSeconds } of cars) last = Math.max(last, arriveSeconds + MAX_HOLD_SECONDS);
    const riders: WaitingRider[] = [];
    for (const rider of waiting) {
      if (riders.length === MAX_RIDERS) break;
      if (rider.readySeconds > last) continue;
      rider.ageSeconds = now - this.day.demand.requestTime[rider.row]!;
      riders.push(rider);
    }
    return riders;
  }

  /** Takes out who has a seat, and refuses whom no car may pick up any more. */
  private sweep(state: StationState, now: number): void {
    const { waiting } = state;
    let kept = 0;
    for (const rider of waiting) {
      if (rider.isSeated) continue;
      if (rider.latestPickupSeconds >= now) waiting[kept++] = rider;
      else this.ledger.refusals.push({ rider: rider.row, reason: rider.reason });
    }
    waiting.length = kept;
  }

  /** Only the calling car's part is promised. */
  private commit(car: ApproachingCar, riders: readonly WaitingRider[], decision: Decision, now: number): void {
    for (const rider of riders) rider.reason = 'better_with_another_driver';
    let next = 0;
    for (const { id, reason } of decision.unserved) {
      while (riders[next]!.id !== id) next++;
      riders[next++]!.reason = reason;
    }
    const plan = decision.car;
    if (plan.riders.length === 0) return;
    const seats = new Map<number, Seat>();
    for (const { rider: index, pickupSeconds, dropoffSeconds } of plan.riders) {
      const rider = riders[index]!;
      rider.isSeated = true;
      car.seats -= rider.partySize;
      if (rider.wheelchair) car.wheelchairPlaces--;
      const seat: Seat = {
        rider: rider.row,
        pass: car.row,
        commitTime: now,
        pickupTime: pickupSeconds,
        latestDropoffTime: pickupSeconds + rider.maxRideSeconds,
        dropoffTime: dropoffSeconds,
      };
      this.ledger.seats.push(seat);
      seats.set(index, seat);
    }
    const stops: PromisedStop[] = [];
    const promised: Seat[] = [];
    for (const { kind, index, arriveSeconds } of plan.stops) {
      if (kind === 'destination') {
        this.ledger.endTime[car.row] = arriveSeconds;
        break;
      }
      const seat = kind === 'rider' ? seats.get(index)! : car.promised[index]!;
      seat.dropoffTime = arriveSeconds;
      promised.push(seat);
      const place = this.day.demand.place[seat.rider]!;
      stops.push({ place, latestSeconds: seat.latestDropoffTime, leaveSeconds: -Infinity });
    }
    car.stops = stops;
    car.promised = promised;
    car.departSeconds = plan.departSeconds;
    this.ledger.departTime[car.row] = plan.departSeconds;
  }
}
