// One car from the station to its destination with its promised riders: the stops that a new plan must keep.
//
// Invariant: drop-offs of promised riders keep their order, later stations keep theirs, and the destination is last.
// Times are milliseconds since 1970 here; only the functions called from outside use Date.
import type { LatLng } from '@lastmile/geo';
import type { CarInput, PromiseInput } from './plan.types.js';

export type Travel = (from: LatLng, to: LatLng) => number;

export interface Stop {
  readonly position: LatLng;
  /** Latest arrival here. */
  readonly latestMs: number;
  /** Earliest departure from here, when the riders of a later station are ready. */
  readonly leaveMs: number;
  /** The rider who gets out here; undefined for a later station and for the destination. */
  readonly dropoff: { readonly rideId: string; readonly tripId: string } | undefined;
}

export interface Car {
  readonly input: CarInput;
  readonly station: LatLng;
  /** Arrival at the station, including drop-offs on the way there. */
  readonly arriveMs: number;
  /** Departure from the station, when all its riders are in the car. */
  readonly departMs: number;
  readonly stops: readonly Stop[];
  /** Number of the first drop-off after the station. */
  readonly firstOrder: number;
  /** Arrival at the destination without any rider, and without waiting here. */
  readonly straightEndMs: number;
}

export interface Timing {
  /** Arrival at each stop. */
  readonly arriveMs: readonly number[];
  readonly endMs: number;
  /** The first stop that is reached too late, if any. */
  readonly late: Stop | undefined;
}

/** Drives the stops in order. O(stops). */
export function timing(car: Car, travel: Travel, departMs = car.departMs, stops = car.stops): Timing {
  const arriveMs: number[] = [];
  let [at, clock, late] = [car.station, departMs, undefined as Stop | undefined];
  for (const stop of stops) {
    clock += travel(at, stop.position) * 1000;
    arriveMs.push(clock);
    if (clock > stop.latestMs) late ??= stop;
    clock = Math.max(clock, stop.leaveMs);
    at = stop.position;
  }
  return { arriveMs, endMs: clock, late };
}

/**
 * The car at the station with its promised riders. Riders whose planned drop-off is before the arrival get out on the
 * way; if promises can only be kept when more riders get out first, the next ones do, too. The ETA does not include
 * such stops, so the arrival is at least their time plus the drive from there.
 *
 * A car that cannot keep its promises in any case is returned unchanged; `timing` then names the late stop.
 */
export function carAt(station: LatLng, input: CarInput, nowMs: number, travel: Travel): Car {
  const promises = input.promises.toSorted((a, b) => a.dropoffOrder - b.dropoffOrder || compare(a.tripId, b.tripId));
  const aboard = promises.filter(({ boarding }) => boarding.at === 'aboard');
  const planned = aboard.filter(({ dropoffTime }) => dropoffTime <= input.etaTime).length;
  for (let out = planned; out <= aboard.length; out++) {
    const car = carWithout(aboard.slice(0, out), promises, station, input, nowMs, travel);
    if (car && !timing(car, travel).late) return car;
  }
  const gone = aboard.slice(0, planned);
  return carWithout(gone, promises, station, input, nowMs, travel) ?? carOf(promises, station, input, nowMs, travel);
}

/** The car after the riders in `gone` got out on the way; undefined when one of them would be late. */
function carWithout(
  gone: readonly PromiseInput[],
  promises: readonly PromiseInput[],
  station: LatLng,
  input: CarInput,
  nowMs: number,
  travel: Travel,
): Car | undefined {
  let arriveMs = input.etaTime.getTime();
  for (const { dropoff, dropoffTime, latestDropoffTime } of gone) {
    const outMs = Math.max(nowMs, dropoffTime.getTime());
    if (outMs > latestDropoffTime.getTime()) return undefined;
    arriveMs = Math.max(arriveMs, outMs + travel(dropoff, station) * 1000);
  }
  const rest = promises.filter((promise) => !gone.includes(promise));
  const car = carOf(rest, station, { ...input, etaTime: new Date(arriveMs) }, nowMs, travel);
  return { ...car, firstOrder: Math.max(0, ...gone.map(({ dropoffOrder }) => dropoffOrder)) + 1 };
}

function carOf(
  promises: readonly PromiseInput[],
  station: LatLng,
  input: CarInput,
  nowMs: number,
  travel: Travel,
): Car {
  const arriveMs = input.etaTime.getTime();
  const here = promises.flatMap(({ boarding }) => (boarding.at === 'here' ? [boarding.readyTime.getTime()] : []));
  const straight: Stop[] = [...input.laterStations, input.destination].map((position) => passing(position));
  const base: Car = {
    input,
    station,
    arriveMs,
    departMs: Math.max(arriveMs, nowMs, ...here),
    stops: input.laterStations
      .map((position, index) => laterStation(position, index, promises))
      .concat(passing(input.destination)),
    firstOrder: 1,
    straightEndMs: 0,
  };
  const car = { ...base, straightEndMs: timing(base, travel, arriveMs, straight).endMs };
  return { ...car, stops: withDropoffs(car, promises, travel) };
}

const passing = (position: LatLng): Stop => ({
  position,
  latestMs: Infinity,
  leaveMs: -Infinity,
  dropoff: undefined,
});

function laterStation(position: LatLng, index: number, promises: readonly PromiseInput[]): Stop {
  let stop = passing(position);
  for (const { boarding } of promises) {
    if (boarding.at !== 'later' || boarding.station !== index) continue;
    const latestMs = Math.min(stop.latestMs, boarding.latestPickupTime.getTime());
    stop = { ...stop, latestMs, leaveMs: Math.max(stop.leaveMs, boarding.readyTime.getTime()) };
  }
  return stop;
}

/**
 * Inserts each promised drop-off at the cheapest position between the stations, after the previous drop-off and after
 * its own pickup.
 */
function withDropoffs(car: Car, promises: readonly PromiseInput[], travel: Travel): Stop[] {
  const stations = [...car.stops];
  let stops = stations;
  let previous = -1;
  for (const { rideId, tripId, dropoff, latestDropoffTime, boarding } of promises) {
    const latestMs = latestDropoffTime.getTime();
    const stop: Stop = { ...passing(dropoff), latestMs, dropoff: { rideId, tripId } };
    const pickup = boarding.at === 'later' ? stops.indexOf(stations[boarding.station] as Stop) : -1;
    const first = Math.max(previous, pickup) + 1;
    const options = Array.from({ length: stops.length - first }, (_, i) => {
      const tried = stops.toSpliced(first + i, 0, stop);
      const { endMs, late } = timing(car, travel, car.departMs, tried);
      return { tried, position: first + i, endMs, late: late !== undefined };
    });
    const [best] = options.sort((a, b) => Number(a.late) - Number(b.late) || a.endMs - b.endMs);
    if (!best) throw new Error('unreachable: the destination comes after every pickup');
    stops = best.tried;
    previous = best.position;
  }
  return stops;
}

/** Compares by code units: the same result on every machine, unlike localeCompare. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
