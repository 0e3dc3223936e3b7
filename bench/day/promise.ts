// Makes a plan's part for one car binding: seats in the ledger, stops in the car.
import type { DriverPlan, PromisedStop } from '../../apps/matching/src/engine/engine.types.js';
import type { Ledger, Seat } from './ledger.js';
import type { ApproachingCar, WaitingRider } from './waiting.js';

/**
 * @param riders of the instance that was planned
 * @param now of the promise, in seconds of the service day
 */
export function promise(
  ledger: Ledger,
  car: ApproachingCar,
  plan: DriverPlan,
  riders: readonly WaitingRider[],
  now: number,
): void {
  const stops: PromisedStop[] = [];
  const seats: Seat[] = [];
  for (const { kind, index, arriveSeconds } of plan.stops) {
    if (kind === 'destination') {
      ledger.endTime[car.row] = arriveSeconds;
    } else if (kind === 'promised') {
      const seat = car.promised[index]!;
      seat.dropoffTime = arriveSeconds;
      seats.push(seat);
      stops.push(car.stops[index]!);
    } else {
      const rider = riders[index]!;
      const seat = seatOf(rider, car, arriveSeconds, now);
      ledger.seats.push(seat);
      seats.push(seat);
      stops.push({ place: rider.destination, latestSeconds: seat.latestDropoffTime, leaveSeconds: -Infinity });
      rider.isSeated = true;
      car.seats -= rider.partySize;
      if (rider.wheelchair) car.wheelchairPlaces--;
    }
  }
  ledger.departTime[car.row] = plan.departSeconds;
  car.departSeconds = plan.departSeconds;
  car.stops = stops;
  car.promised = seats;
}

function seatOf(rider: WaitingRider, car: ApproachingCar, dropoffTime: number, now: number): Seat {
  const pickupTime = Math.max(car.arriveSeconds, rider.readySeconds);
  const latestDropoffTime = pickupTime + rider.maxRideSeconds;
  return { rider: rider.row, pass: car.row, commitTime: now, pickupTime, latestDropoffTime, dropoffTime };
}
