// Makes a plan's part for one car binding: seats in the ledger, stops in the car.
import type { DriverPlan } from '../../apps/matching/src/engine/engine.types.js';
import type { Ledger, Seat } from './ledger.js';
import { type ApproachingCar, Dropoff, type WaitingRider } from './waiting.js';

/**
 * @param riders of the instance that was planned
 * @param now of the plan, in seconds of the service day
 */
export function promise(
  ledger: Ledger,
  car: ApproachingCar,
  plan: DriverPlan,
  riders: readonly WaitingRider[],
  now: number,
): void {
  const stops: Dropoff[] = [];
  for (const { kind, index, arriveSeconds } of plan.stops) {
    const time = now + arriveSeconds;
    if (kind === 'destination') {
      ledger.endTime[car.row] = time;
    } else if (kind === 'promised') {
      const stop = car.stops[index]!;
      stop.seat.dropoffTime = time;
      stops.push(stop);
    } else {
      stops.push(take(ledger, car, riders[index]!, time, now));
    }
  }
  car.stops = stops;
  car.departTime = now + plan.departSeconds;
  ledger.departTime[car.row] = car.departTime;
}

function take(ledger: Ledger, car: ApproachingCar, rider: WaitingRider, dropoffTime: number, now: number): Dropoff {
  const pickupTime = Math.max(car.eta, rider.readyTime);
  const seat: Seat = {
    rider: rider.row,
    pass: car.row,
    commitTime: now,
    pickupTime,
    latestDropoffTime: pickupTime + rider.maxRideSeconds,
    dropoffTime,
  };
  ledger.seats.push(seat);
  rider.isSeated = true;
  car.seats -= rider.party.people;
  if (rider.party.wheelchair) car.wheelchairPlaces--;
  return new Dropoff(rider.destination, seat);
}
