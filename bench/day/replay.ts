// The day itself, event by event: riders ask, cars come in sight, call when they are near and again when they are there, riders
// give up.
//
// All events are known beforehand and sorted (when a car passes does not depend on whom it takes), so four cursors over
// sorted columns take the place of an event heap. What happens at the same second happens in the order above.
import type { Demand } from './demand.js';
import type { Passes } from './fleet.js';
import { Ledger } from './ledger.js';
import type { Policy } from './policy.types.js';
import { promise } from './promise.js';
import { RULES, type Rules } from './rules.js';
import { StationQueue } from './station-queue.js';
import type { Roads } from './town.js';
import { ApproachingCar, WaitingRider } from './waiting.js';

export interface Day {
  /** By station. */
  readonly around: readonly Roads[];
  readonly demand: Demand;
  readonly passes: Passes;
}

export interface Replayed {
  readonly ledger: Ledger;
  /** Plans that were made; a call with no free seat or nobody waiting needs none. */
  readonly plans: number;
}

/** The same day, policy and rules give the same ledger. */
export function replay(day: Day, policy: Policy, rules: Rules = RULES): Replayed {
  const { demand, passes } = day;
  const running = new Replay(day, policy, rules);
  const etaOf = (row: number): number => (row < passes.length ? passes.eta[row]! : Infinity);
  let [request, seen, near, there] = [0, 0, 0, 0];
  for (;;) {
    const requestAt = request < demand.length ? demand.requestTime[request]! : Infinity;
    const seenAt = etaOf(seen) - rules.lookAheadSeconds;
    const nearAt = etaOf(near) - rules.leadSeconds;
    const thereAt = etaOf(there);
    const now = Math.min(requestAt, seenAt, nearAt, thereAt);
    if (now === Infinity) return running.end();
    if (requestAt === now) running.ask(request++);
    else if (seenAt === now) running.comeInSight(seen++, now);
    else if (nearAt === now) running.comeNear(near++, now);
    else running.arrive(there++, now);
  }
}

class Replay {
  private readonly ledger: Ledger;
  private readonly stations: readonly StationQueue[];
  /** By pass, while the car is in sight. */
  private readonly cars = new Map<number, ApproachingCar>();
  /** By driver: since when they have driven without a rider. */
  private readonly idleSince: number[] = [];
  private plans = 0;

  constructor(
    private readonly day: Day,
    private readonly policy: Policy,
    private readonly rules: Rules,
  ) {
    this.ledger = new Ledger(day.passes.length);
    this.stations = day.around.map(() => new StationQueue());
  }

  ask(row: number): void {
    const { demand } = this.day;
    this.stations[demand.station[row]!]!.waiting.push(new WaitingRider(demand, row));
  }

  comeInSight(row: number, now: number): void {
    const { passes } = this.day;
    const car = new ApproachingCar(passes, row);
    this.idleSince[passes.driver[row]!] ??= now;
    this.cars.set(row, car);
    this.stations[passes.station[row]!]!.approaching.push(car);
  }

  comeNear(row: number, now: number): void {
    this.match(this.cars.get(row)!, now);
  }

  arrive(row: number, now: number): void {
    const { passes } = this.day;
    const car = this.cars.get(row)!;
    this.match(car, now);
    this.cars.delete(row);
    this.stations[passes.station[row]!]!.leave(car);
    if (car.stops.length > 0) this.idleSince[passes.driver[row]!] = this.ledger.endTime[row]!;
  }

  end(): Replayed {
    for (const queue of this.stations) queue.refuseUntil(Infinity, this.ledger);
    return { ledger: this.ledger, plans: this.plans };
  }

  /** Plans the whole station, and promises the calling car's part of it. */
  private match(car: ApproachingCar, now: number): void {
    if (car.seats === 0) return;
    const { passes } = this.day;
    const station = passes.station[car.row]!;
    const queue = this.stations[station]!;
    queue.refuseUntil(now, this.ledger);
    const drivers = queue.carsWith(car, this.policy.maxCars);
    const riders = queue.ridersFor(drivers, now, this.rules.maxHoldSeconds, this.policy.maxRiders);
    if (riders.length === 0) return;
    for (const each of drivers) each.seenAt(now, this.idleSince[passes.driver[each.row]!]!);
    this.plans++;
    const around = this.day.around[station]!;
    // The calling car's hour counts for all: only its part is promised, and its earlier promises were made at these speeds.
    const travel = around.travelAt(car.eta);
    const { maxHoldSeconds } = this.rules;
    const decision = this.policy.decide({ travel, station: 0, maxHoldSeconds, drivers, riders }, around.areaOf);
    if (decision.car.riders.length > 0) promise(this.ledger, car, decision.car, riders, now);
    tellReasons(riders, decision.unserved);
  }
}

/** @param unserved of the riders, in their order; who is neither there nor seated was planned for another car */
function tellReasons(riders: readonly WaitingRider[], unserved: ReturnType<Policy['decide']>['unserved']): void {
  let next = 0;
  for (const rider of riders) {
    if (unserved[next]?.id === rider.id) rider.leaveBehind(unserved[next++]!.reason);
    else if (!rider.isSeated) rider.leaveBehind('better_with_another_driver');
  }
}
