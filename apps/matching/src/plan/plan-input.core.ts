// Refuses invalid input, so that the engine need not check any number.
import { invalidArgument } from '@lastmile/errors';
import { isLatLng, type LatLng } from '@lastmile/geo';
import type { CarInput, PlanInput, PromiseInput, RideInput } from './plan.types.js';
import type { Travel } from './promised-car.core.js';

/** @throws DomainError invalid_argument that names the first bad field, such as `cars.2.etaTime` */
export function checkInput(input: PlanInput): void {
  time('now', input.now);
  place('station', input.station);
  amount('maxHoldSeconds', input.maxHoldSeconds);
  distinct('cars', 'driverId', input.cars);
  distinct('cars', 'routeId', input.cars);
  distinct('rides', 'rideId', input.rides);
  input.cars.forEach((car, i) => checkCar(`cars.${i}`, car));
  input.rides.forEach((ride, i) => checkRide(`rides.${i}`, ride));
  const promises = input.cars.flatMap((car) => car.promises);
  distinct('promises', 'tripId', promises);
}

/** The travel function, which checks every returned value. */
export const checkedTravel =
  (travelSeconds: Travel): Travel =>
  (from: LatLng, to: LatLng): number => {
    const seconds = travelSeconds(from, to);
    amount('travelSeconds', seconds);
    return seconds;
  };

function checkCar(path: string, car: CarInput): void {
  time(`${path}.etaTime`, car.etaTime);
  place(`${path}.destination`, car.destination);
  car.laterStations.forEach((station, i) => place(`${path}.laterStations.${i}`, station));
  amount(`${path}.detourBudgetSeconds`, car.detourBudgetSeconds);
  // Negative when a route was reduced to fewer seats than its riders need; nobody joins then.
  whole(`${path}.freeSeats`, car.freeSeats);
  whole(`${path}.freeWheelchairPlaces`, car.freeWheelchairPlaces);
  car.promises.forEach((promise, i) => checkPromise(`${path}.promises.${i}`, promise, car.laterStations.length));
}

function checkPromise(path: string, promise: PromiseInput, laterStations: number): void {
  place(`${path}.dropoff`, promise.dropoff);
  time(`${path}.dropoffTime`, promise.dropoffTime);
  time(`${path}.latestDropoffTime`, promise.latestDropoffTime);
  whole(`${path}.dropoffOrder`, promise.dropoffOrder);
  const { boarding } = promise;
  if (boarding.at !== 'aboard') time(`${path}.boarding.readyTime`, boarding.readyTime);
  if (boarding.at !== 'later') return;
  time(`${path}.boarding.latestPickupTime`, boarding.latestPickupTime);
  if (!Number.isInteger(boarding.station) || boarding.station < 0 || boarding.station >= laterStations) {
    throw invalidArgument(`${path}.boarding.station`, 'must be the index of a later station');
  }
}

function checkRide(path: string, ride: RideInput): void {
  place(`${path}.destination`, ride.destination);
  time(`${path}.readyTime`, ride.readyTime);
  time(`${path}.latestPickupTime`, ride.latestPickupTime);
  time(`${path}.requestTime`, ride.requestTime);
  amount(`${path}.maxRideSeconds`, ride.maxRideSeconds);
  whole(`${path}.party.people`, ride.party.people);
  if (ride.party.people < 1) throw invalidArgument(`${path}.party.people`, 'must be at least 1');
}

function place(field: string, value: LatLng): void {
  if (!isLatLng(value)) throw invalidArgument(field, 'must be a place on Earth');
}

function time(field: string, value: Date): void {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw invalidArgument(field, 'must be a time');
}

function amount(field: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw invalidArgument(field, 'must be finite and not negative');
}

function whole(field: string, value: number): void {
  if (!Number.isSafeInteger(value)) throw invalidArgument(field, 'must be a whole number');
}

function distinct<Key extends string>(field: string, key: Key, values: readonly Record<Key, string>[]): void {
  if (new Set(values.map((value) => value[key])).size < values.length) {
    throw invalidArgument(field, `must not name a ${key} twice`);
  }
}
