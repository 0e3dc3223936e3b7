// Refuses an invalid instance, naming the field, so that the engine itself need not check any number.
import { invalidArgument } from '@lastmile/errors';
import type { InstanceDriver, InstanceRider, StationInstance } from './engine.types.js';

/** More than a station ever has at once. Without this limit planning would take unlimited time. */
export const MAX_DRIVERS = 100;
export const MAX_RIDERS = 500;
export const MAX_STOPS = 24;
/** Below the worth of one seat, so that serving a rider is always worth the detour. */
export const MAX_DETOUR_SECONDS = 7200;
export const MAX_SEATS = 8;

/** @throws DomainError invalid_argument that names the first bad field, such as `drivers.2.seats` */
export function checkInstance({ travel, station, maxHoldSeconds, drivers, riders }: StationInstance): void {
  const place = (field: string, value: number) => {
    if (!(Number.isInteger(value) && value >= 0 && value < travel.places)) {
      throw invalidArgument(field, `must be a place of the matrix, 0 to ${travel.places - 1}`);
    }
  };
  if (drivers.length > MAX_DRIVERS) throw invalidArgument('drivers', `must be at most ${MAX_DRIVERS}`);
  if (riders.length > MAX_RIDERS) throw invalidArgument('riders', `must be at most ${MAX_RIDERS}`);
  place('station', station);
  amount('maxHoldSeconds', maxHoldSeconds);
  distinct('drivers', drivers);
  distinct('riders', riders);
  drivers.forEach((driver, i) => checkDriver(`drivers.${i}`, driver, place));
  riders.forEach((rider, i) => checkRider(`riders.${i}`, rider, place));
}

type Check = (field: string, value: number) => void;

function checkDriver(path: string, driver: InstanceDriver, place: Check): void {
  instant(`${path}.arriveSeconds`, driver.arriveSeconds);
  instant(`${path}.departSeconds`, driver.departSeconds);
  whole(`${path}.seats`, driver.seats, 0, MAX_SEATS);
  whole(`${path}.wheelchairPlaces`, driver.wheelchairPlaces, 0, MAX_SEATS);
  place(`${path}.destination`, driver.destination);
  amount(`${path}.straightSeconds`, driver.straightSeconds);
  amount(`${path}.detourBudgetSeconds`, driver.detourBudgetSeconds);
  if (driver.detourBudgetSeconds > MAX_DETOUR_SECONDS) {
    throw invalidArgument(`${path}.detourBudgetSeconds`, `must be at most ${MAX_DETOUR_SECONDS}`);
  }
  amount(`${path}.claimSeconds`, driver.claimSeconds);
  if (driver.stops.length > MAX_STOPS) throw invalidArgument(`${path}.stops`, `must be at most ${MAX_STOPS}`);
  driver.stops.forEach((stop, i) => {
    place(`${path}.stops.${i}.place`, stop.place);
    if (Number.isNaN(stop.latestSeconds)) throw invalidArgument(`${path}.stops.${i}.latestSeconds`, 'must be a number');
    if (!(stop.leaveSeconds < Infinity)) throw invalidArgument(`${path}.stops.${i}.leaveSeconds`, 'must be finite');
  });
}

function checkRider(path: string, rider: InstanceRider, place: Check): void {
  place(`${path}.destination`, rider.destination);
  whole(`${path}.party.people`, rider.party.people, 1, MAX_SEATS);
  instant(`${path}.readySeconds`, rider.readySeconds);
  instant(`${path}.latestPickupSeconds`, rider.latestPickupSeconds);
  amount(`${path}.maxRideSeconds`, rider.maxRideSeconds);
  amount(`${path}.ageSeconds`, rider.ageSeconds);
}

function instant(field: string, value: number): void {
  if (!Number.isFinite(value)) throw invalidArgument(field, 'must be a finite number of seconds');
}

function amount(field: string, value: number): void {
  if (!Number.isFinite(value) || value < 0) throw invalidArgument(field, 'must be finite and not negative');
}

function whole(field: string, value: number, from: number, to: number): void {
  if (Number.isInteger(value) && value >= from && value <= to) return;
  throw invalidArgument(field, `must be a whole number, ${from} to ${to}`);
}

function distinct(field: string, values: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  values.forEach(({ id }, i) => {
    if (seen.has(id)) throw invalidArgument(`${field}.${i}.id`, 'must not be there twice');
    seen.add(id);
  });
}
