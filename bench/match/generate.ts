// Seeded stations for measuring the engine: a plane around the station, some trains' riders, cars that pass by.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { InstanceJson } from './instance.types.js';

export interface Shape {
  readonly drivers: number;
  readonly riders: number;
  /** Destinations gather around a few spots, or lie anywhere. */
  readonly layout: 'clustered' | 'scattered';
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
export function generateInstance(shape: Shape): InstanceJson {
  const random = xoroshiro128plus(shape.seed);
  const real = (low: number, high: number) => low + (high - low) * uniformFloat64(random);
  const whole = (low: number, high: number) => uniformInt(random, low, high);
  const chance = (probability: number) => uniformFloat64(random) < probability;
  const around = ([east, north]: Spot, low: number, high: number): Spot => {
    const [angle, radius] = [real(0, 2 * Math.PI), real(low, high)];
    return [east + radius * Math.cos(angle), north + radius * Math.sin(angle)];
  };

  const spots: Spot[] = [[0, 0]];
  const place = (spot: Spot) => spots.push(spot) - 1;
  const seconds = (from: number, to: number) => secondsBetween(spots[from] as Spot, spots[to] as Spot);
  const centres = Array.from({ length: 5 }, () => around([0, 0], 1.2, 3.2));
  const home = (): Spot =>
    shape.layout === 'clustered' ? around(centres[whole(0, 4)] as Spot, 0, 0.5) : around([0, 0], 0.7, 3.8);

  const trains = [0, 1, 2].map(() => real(-120, 420));
  const riders = Array.from({ length: shape.riders }, (_, i) => {
    const destination = place(home());
    const readySeconds = Math.round((trains[whole(0, 2)] as number) + real(60, 180));
    return {
      id: `r${i + 1}`,
      destination,
      partySize: chance(0.75) ? 1 : chance(0.75) ? 2 : 3,
      wheelchair: chance(0.03),
      readySeconds,
      latestPickupSeconds: readySeconds + whole(8, 15) * 60,
      maxRideSeconds: Math.round(seconds(0, destination) * 1.5 + 240),
      ageSeconds: whole(30, 1500),
      excludedDrivers: chance(0.06) ? [`d${whole(1, shape.drivers)}`] : [],
    };
  });

  const drivers = Array.from({ length: shape.drivers }, (_, i) => {
    const target = shape.layout === 'clustered' && chance(0.7) ? around(home(), 0.5, 3) : around([0, 0], 2.5, 8);
    const destination = place(target);
    const arriveSeconds = whole(-60, 480);
    const straightSeconds = Math.round(seconds(0, destination));
    const detourBudgetSeconds = whole(4, 12) * 60;
    const stops = promises(arriveSeconds, straightSeconds, destination, detourBudgetSeconds);
    return {
      id: `d${i + 1}`,
      arriveSeconds,
      seats: Math.max(1, whole(1, 4) - (stops.length > 0 ? 1 : 0)),
      wheelchairPlaces: chance(0.2) ? 1 : 0,
      stops,
      destination,
      straightSeconds,
      detourBudgetSeconds,
      claimSeconds: whole(0, 1800),
    };
  });

  return {
    name: `${shape.drivers}x${shape.riders} ${shape.layout} ${shape.seed}`,
    station: 0,
    maxHoldSeconds: 180,
    travelSeconds: spots.map((_, from) => spots.map((_, to) => seconds(from, to))),
    drivers,
    riders,
  };

  /** Three cars in ten have riders already, with up to two drop-offs on the way that fit the budget. */
  function promises(arriveSeconds: number, straight: number, destination: number, budget: number) {
    const stops: { place: number; latestSeconds: number }[] = [];
    if (!chance(0.3)) return stops;
    let [at, clock] = [0, Math.max(0, arriveSeconds)];
    for (let i = whole(1, 2); i > 0; i--) {
      const next = place(home());
      const arrival = clock + seconds(at, next);
      if (arrival + seconds(next, destination) - arriveSeconds - straight > budget * 0.8) break;
      stops.push({ place: next, latestSeconds: Math.ceil(arrival) + whole(1, 6) * 60 });
      [at, clock] = [next, arrival];
    }
    return stops;
  }
}

/** Whole tenths of a second, so that instances look the same on every machine. */
function secondsBetween(a: Spot, b: Spot): number {
  return Math.round(Math.hypot(a[0] - b[0], a[1] - b[1]) * CIRCUITY * SECONDS_PER_KM * 10) / 10;
}
