// Seeded stations for measuring the engine: a plane around the station, some trains' riders, cars that pass by.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { InstanceJson } from './instance.types.js';
import { CLUSTERED, SCATTERED, type Range, type Traits } from './traits.js';

export interface Shape {
  readonly drivers: number;
  readonly riders: number;
  /** Destinations gather around a few spots, or lie anywhere; or all traits by themselves. */
  readonly layout: 'clustered' | 'scattered' | Traits;
  readonly seed: number;
}

/** The sizes that the quality targets name. */
export const SIZES = [
  { drivers: 5, riders: 20 },
  { drivers: 10, riders: 30 },
  { drivers: 20, riders: 60 },
  { drivers: 30, riders: 120 },
] as const;

/** Kilometres east and north of the station. */
type Spot = readonly [number, number];

const CIRCUITY = 1.34;
const SECONDS_PER_KM = 3600 / 22;

/** The same shape gives the same instance. Every car can keep its promises. */
export function generateInstance({ drivers: cars, riders: people, layout, seed }: Shape): InstanceJson {
  const traits = typeof layout === 'object' ? layout : layout === 'clustered' ? CLUSTERED : SCATTERED;
  const random = xoroshiro128plus(seed);
  const real = ([low, high]: Range) => low + (high - low) * uniformFloat64(random);
  const whole = ([low, high]: Range) => uniformInt(random, low, high);
  const chance = (probability: number) => uniformFloat64(random) < probability;
  const around = ([east, north]: Spot, distance: Range): Spot => {
    const [angle, radius] = [real([0, 2 * Math.PI]), real(distance)];
    return [east + radius * Math.cos(angle), north + radius * Math.sin(angle)];
  };

  const spots: Spot[] = [[0, 0]];
  const place = (spot: Spot) => spots.push(spot) - 1;
  const centres = Array.from({ length: traits.clusters }, () => around([0, 0], traits.homeKm));
  const home = (): Spot =>
    centres.length === 0
      ? around([0, 0], traits.homeKm)
      : around(centres[whole([0, centres.length - 1])] as Spot, [0, traits.clusterKm]);

  // All places first: what the driving times are decides what can be promised.
  const homes = Array.from({ length: people }, () => place(home()));
  const ends = Array.from({ length: cars }, () =>
    place(chance(traits.alongHomes) ? around(home(), [0.5, 3]) : around([0, 0], traits.driverKm)),
  );
  const promises = Array.from({ length: cars }, () =>
    chance(traits.promised) ? Array.from({ length: whole([1, traits.promises]) }, () => place(home())) : [],
  );
  const travelSeconds = drivingTimes();
  const seconds = (from: number, to: number) => (travelSeconds[from] as number[])[to] as number;

  const trains = Array.from({ length: traits.trains }, () => real(traits.trainSeconds));
  const riders = homes.map((destination, i) => {
    const train = trains[whole([0, trains.length - 1])] as number;
    const readySeconds = Math.round(train + real(traits.walkSeconds));
    return {
      id: `r${i + 1}`,
      destination,
      partySize: chance(traits.alone) ? 1 : chance(traits.pairs) ? 2 : 3,
      wheelchair: chance(traits.wheelchairs),
      readySeconds,
      latestPickupSeconds: readySeconds + whole(traits.waitMinutes) * 60,
      maxRideSeconds: Math.round(seconds(0, destination) * traits.rideFactor + traits.rideSlackSeconds),
      ageSeconds: whole(traits.ageSeconds),
      excludedDrivers: chance(traits.excluded) ? [`d${whole([1, cars])}`] : [],
    };
  });
  const drivers = ends.map((destination, i) => {
    const arriveSeconds = whole(traits.arriveSeconds);
    const straightSeconds = Math.round(seconds(0, destination));
    const detourBudgetSeconds = whole(traits.detourMinutes) * 60;
    const stops: { place: number; latestSeconds: number }[] = [];
    let [at, clock] = [0, Math.max(0, arriveSeconds)];
    for (const next of promises[i] as number[]) {
      const arrival = clock + seconds(at, next);
      const detour = arrival + seconds(next, destination) - arriveSeconds - straightSeconds;
      if (detour > detourBudgetSeconds * 0.8) break;
      stops.push({ place: next, latestSeconds: Math.ceil(arrival) + whole([1, 6]) * 60 });
      [at, clock] = [next, arrival];
    }
    return {
      id: `d${i + 1}`,
      arriveSeconds,
      seats: Math.max(1, whole(traits.seats) - (stops.length > 0 ? 1 : 0)),
      wheelchairPlaces: chance(traits.wheelchairCars) ? 1 : 0,
      stops,
      destination,
      straightSeconds,
      detourBudgetSeconds,
      claimSeconds: whole(traits.claimSeconds),
    };
  });
  const name = `${cars}x${people} ${typeof layout === 'object' ? 'shape' : layout} ${seed}`;
  return { name, station: 0, maxHoldSeconds: traits.holdSeconds, travelSeconds, drivers, riders };

  /** Whole tenths of a second, so that instances look the same on every machine. */
  function drivingTimes(): number[][] {
    const tenths = (value: number) => Math.round(value * 10) / 10;
    const times = spots.map((a) =>
      spots.map((b) => {
        const direct = Math.hypot(a[0] - b[0], a[1] - b[1]) * CIRCUITY * SECONDS_PER_KM;
        return tenths(traits.oneWay > 0 ? direct * (1 + traits.oneWay * real([0, 1])) : direct);
      }),
    );
    if (traits.oneWay > 0) shorten(times);
    if (traits.noiseSeconds === 0) return times;
    return times.map((row, from) =>
      row.map((time, to) => (from === to ? 0 : tenths(time + real([0, traits.noiseSeconds])))),
    );
  }
}

/** By a third place where that is faster, until the triangle inequality holds (Floyd 1962). */
function shorten(times: number[][]): void {
  times.forEach((second, by) => {
    for (const row of times) {
      const first = row[by] as number;
      second.forEach((time, to) => {
        if (first + time < (row[to] as number)) row[to] = Math.round((first + time) * 10) / 10;
      });
    }
  });
}
