// Days small enough to check by hand. One station at the start of a straight road; a place is as many seconds down the road as
// its entry in ROAD says.
import { TravelMatrix } from '../../../apps/matching/src/engine/travel-matrix.core.js';
import type { Demand } from '../demand.js';
import type { Passes } from '../fleet.js';
import type { Day } from '../replay.js';
import type { ServiceDay } from '../service-day.js';

/** The station, two addresses of one area, one of another, where the drivers go, and a place off the other end. */
const ROAD = [0, 300, 360, 420, 600, -800];
const AREAS = [-1, 0, 0, 1, -1, 2];
const TRAVEL = TravelMatrix.of(ROAD.map((a) => ROAD.map((b) => Math.abs(a - b))));

export interface Asks {
  readonly place: number;
  /** When the ride is asked for; the train comes 200 s and the rider is ready 300 s later unless told. */
  readonly at: number;
  readonly ready?: number;
  readonly people?: number;
  readonly wheelchair?: boolean;
}

export interface Comes {
  readonly eta: number;
  readonly seats: number;
  readonly driver?: number;
  readonly detourBudgetSeconds?: number;
}

/** Riders in the order of `at`, cars in the order of `eta`; the cars go to place 4, 600 s away. */
export function handmadeDay(riders: readonly Asks[], cars: readonly Comes[]): Day {
  return {
    around: [{ areaOf: Int32Array.from(AREAS), travelAt: () => TRAVEL }],
    demand: asked(riders),
    passes: coming(cars),
  };
}

function asked(riders: readonly Asks[]): Demand {
  const ints = (of: (rider: Asks) => number): Int32Array => Int32Array.from(riders, of);
  return {
    length: riders.length,
    station: ints(() => 0),
    place: ints(({ place }) => place),
    requestTime: ints(({ at }) => at),
    trainTime: ints(({ at, ready }) => (ready ?? at + 300) - 100),
    readyTime: ints(({ at, ready }) => ready ?? at + 300),
    directSeconds: ints(({ place }) => Math.abs(ROAD[place]!)),
    people: Uint8Array.from(riders, ({ people }) => people ?? 1),
    wheelchair: Uint8Array.from(riders, ({ wheelchair }) => (wheelchair ? 1 : 0)),
  };
}

function coming(cars: readonly Comes[]): Passes {
  return {
    length: cars.length,
    driver: Int32Array.from(cars, ({ driver }, i) => driver ?? i),
    station: Int32Array.from(cars, () => 0),
    eta: Int32Array.from(cars, ({ eta }) => eta),
    seats: Uint8Array.from(cars, ({ seats }) => seats),
    wheelchairPlaces: Uint8Array.from(cars, () => 0),
    destination: Int32Array.from(cars, () => 4),
    straightSeconds: Int32Array.from(cars, () => 600),
    detourBudgetSeconds: Int32Array.from(cars, ({ detourBudgetSeconds }) => detourBudgetSeconds ?? 600),
  };
}

/** A train every five minutes from six to ten at two stations, three kilometres apart. */
export const TWO_STATIONS: ServiceDay = {
  date: '2026-01-07',
  stations: [
    { stopId: 'a', name: 'A', position: { latitude: 40.75, longitude: -73.83 } },
    { stopId: 'b', name: 'B', position: { latitude: 40.75, longitude: -73.865 } },
  ],
  calls: {
    station: Int32Array.from({ length: 96 }, (_, i) => i % 2),
    arrive: Int32Array.from({ length: 96 }, (_, i) => 6 * 3600 + Math.floor(i / 2) * 300),
  },
};
