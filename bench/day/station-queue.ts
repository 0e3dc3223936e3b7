// One station during the day: who waits there and which cars are in sight.
import type { Ledger } from './ledger.js';
import type { ApproachingCar, WaitingRider } from './waiting.js';

export class StationQueue {
  /** In the order of their requests; those seated or too late are taken out by the next `refuseUntil`. */
  readonly waiting: WaitingRider[] = [];
  /** By arrival. */
  readonly approaching: ApproachingCar[] = [];

  /** Takes out who has a seat, and refuses whom no car may pick up any more. */
  refuseUntil(now: number, ledger: Ledger): void {
    const { waiting } = this;
    let kept = 0;
    for (const rider of waiting) {
      if (rider.isSeated) continue;
      if (rider.latestPickupTime >= now) waiting[kept++] = rider;
      else ledger.refusals.push({ rider: rider.row, reason: rider.reason });
    }
    waiting.length = kept;
  }

  /** The calling car first, then the others with a seat left. */
  carsWith(car: ApproachingCar, atMost: number): ApproachingCar[] {
    const cars = [car];
    for (const other of this.approaching) {
      if (cars.length === atMost) break;
      if (other !== car && other.seats > 0) cars.push(other);
    }
    return cars;
  }

  /**
   * Whoever stands at the kerb while one of the cars may be there; the oldest requests when there are more than `atMost`, which
   * the others are told.
   */
  ridersFor(cars: readonly ApproachingCar[], now: number, maxHoldSeconds: number, atMost: number): WaitingRider[] {
    let [first, last] = [Infinity, -Infinity];
    for (const { eta } of cars) {
      first = Math.min(first, eta);
      last = Math.max(last, eta + maxHoldSeconds);
    }
    const riders: WaitingRider[] = [];
    for (const rider of this.waiting) {
      if (rider.readyTime > last) continue;
      if (rider.latestPickupTime < first) rider.leaveBehind('wait_too_long');
      else if (riders.length < atMost) riders.push(rider.seenAt(now));
      else rider.leaveBehind('outranked');
    }
    return riders;
  }

  leave(car: ApproachingCar): void {
    this.approaching.splice(this.approaching.indexOf(car), 1);
  }
}
