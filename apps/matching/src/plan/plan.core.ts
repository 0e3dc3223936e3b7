// Plans one station: which riders ride in which car, in which drop-off order. The engine (engine/) plans with seconds
// and matrix indexes; this file converts a station's state to the engine's instance, and the engine's plan to promises
// with times.
//
// Invariants: no car takes more parties than its seats and wheelchair places allow; no rider is picked up or dropped
// off after the promised limit, including riders promised before; no car waits longer or drives farther than its driver
// allows. The same input and budget give the same plan, in whatever order the lists are.
import { planStationInstance } from '../engine/engine.core.js';
import type { Budget, DriverPlan } from '../engine/engine.types.js';
import { stationInstance } from './instance-of-station.core.js';
import { checkedTravel, checkInput } from './plan-input.core.js';
import type { CarPlan, JoiningRide, Plan, PlanInput, PlannedStop, RideInput } from './plan.types.js';
import { carAt, compare, type Car } from './promised-car.core.js';

/**
 * Enough for a proof at ordinary stations; planning of large ones ends when the iterations are used up
 * (docs/matching.md).
 */
const DEFAULT_BUDGET: Budget = { seed: 0, iterations: 500 };

/** @throws DomainError invalid_argument that names the field, for invalid input */
export function planStation(input: PlanInput, budget: Budget = DEFAULT_BUDGET): Plan {
  checkInput(input);
  const travel = checkedTravel(input.travelSeconds);
  const nowMs = input.now.getTime();
  const cars = input.cars
    .toSorted((a, b) => a.etaTime.getTime() - b.etaTime.getTime() || compare(a.driverId, b.driverId))
    .map((each) => carAt(input.station, each, nowMs, travel));
  const rides = input.rides.toSorted(byRequest);
  const plan = planStationInstance(stationInstance({ ...input, rides }, cars, travel), budget);
  return {
    cars: plan.drivers.map((driver, i) => carPlan(cars[i] as Car, driver, rides, nowMs)),
    unserved: plan.unserved.map(({ id, reason }) => ({ rideId: id, reason })),
  };
}

interface Dropoff {
  readonly rideId: string;
  readonly tripId: string | undefined;
  readonly arriveSeconds: number;
}

function carPlan(car: Car, plan: DriverPlan, rides: readonly RideInput[], nowMs: number): CarPlan {
  const at = (seconds: number) => new Date(nowMs + seconds * 1000);
  const dropoffs = plan.stops.flatMap(({ kind, index, arriveSeconds }): Dropoff[] => {
    if (kind === 'rider') return [{ rideId: (rides[index] as RideInput).rideId, tripId: undefined, arriveSeconds }];
    const promised = kind === 'promised' ? car.stops[index]?.dropoff : undefined;
    return promised ? [{ ...promised, arriveSeconds }] : [];
  });
  const stops = dropoffs.map(({ rideId, tripId, arriveSeconds }, i): PlannedStop => ({
    rideId,
    tripId,
    dropoffOrder: car.firstOrder + i,
    dropoffTime: at(arriveSeconds),
  }));
  const joining = plan.riders
    .map((joined) => ({ ...joined, ride: rides[joined.rider] as RideInput }))
    .sort((a, b) => byRequest(a.ride, b.ride))
    .map(({ ride, pickupSeconds, dropoffSeconds, addedSeconds }): JoiningRide => {
      const stop = stops.find(({ rideId, tripId }) => tripId === undefined && rideId === ride.rideId);
      return {
        rideId: ride.rideId,
        pickupTime: at(pickupSeconds),
        dropoffTime: at(dropoffSeconds),
        latestDropoffTime: at(pickupSeconds + ride.maxRideSeconds),
        dropoffOrder: (stop as PlannedStop).dropoffOrder,
        addedDetourSeconds: Math.max(0, addedSeconds),
      };
    });
  const { driverId, routeId } = car.input;
  return { driverId, routeId, departTime: at(plan.departSeconds), stops, joining, detourSeconds: plan.detourSeconds };
}

const byRequest = (a: RideInput, b: RideInput): number =>
  a.requestTime.getTime() - b.requestTime.getTime() ||
  a.readyTime.getTime() - b.readyTime.getTime() ||
  compare(a.rideId, b.rideId);
