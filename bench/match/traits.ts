// What a generated station is like: the settings of the generator, a range for each, and two ways to choose them at random.
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** From the lowest to the highest, ends included. */
export type Range = readonly [low: number, high: number];

export interface Traits {
  /** Spots that destinations gather around; 0: they lie anywhere. */
  readonly clusters: number;
  readonly clusterKm: number;
  /** How far homes, or the middles of clusters, are from the station. */
  readonly homeKm: Range;
  /** Share of drivers who go on past one of the homes. */
  readonly alongHomes: number;
  /** How far the other drivers' destinations are. */
  readonly driverKm: Range;
  readonly seats: Range;
  readonly detourMinutes: Range;
  readonly trains: number;
  /** Between which seconds trains come. */
  readonly trainSeconds: Range;
  readonly walkSeconds: Range;
  readonly arriveSeconds: Range;
  readonly waitMinutes: Range;
  /** Longest ride: the direct drive times the first, plus the second in seconds. */
  readonly rideFactor: number;
  readonly rideSlackSeconds: number;
  /** Shares of parties of one, and among the others of two; the rest are three. */
  readonly alone: number;
  readonly pairs: number;
  readonly wheelchairs: number;
  readonly wheelchairCars: number;
  readonly excluded: number;
  /** Share of cars with promised stops, and how many at most. */
  readonly promised: number;
  readonly promises: number;
  readonly ageSeconds: Range;
  readonly claimSeconds: Range;
  readonly holdSeconds: number;
  /** 0: as far there as back; 1: one way may take twice as long. The matrix still keeps the triangle inequality. */
  readonly oneWay: number;
  /** Seconds added at random to single entries, which breaks the triangle inequality by as much. */
  readonly noiseSeconds: number;
}

/** Everyday stations: those of the first table in docs/matching.md. */
export const SCATTERED: Traits = {
  clusters: 0,
  clusterKm: 0.5,
  homeKm: [0.7, 3.8],
  alongHomes: 0,
  driverKm: [2.5, 8],
  seats: [1, 4],
  detourMinutes: [4, 12],
  trains: 3,
  trainSeconds: [-120, 420],
  walkSeconds: [60, 180],
  arriveSeconds: [-60, 480],
  waitMinutes: [8, 15],
  rideFactor: 1.5,
  rideSlackSeconds: 240,
  alone: 0.75,
  pairs: 0.75,
  wheelchairs: 0.03,
  wheelchairCars: 0.2,
  excluded: 0.06,
  promised: 0.3,
  promises: 2,
  ageSeconds: [30, 1500],
  claimSeconds: [0, 1800],
  holdSeconds: 180,
  oneWay: 0,
  noiseSeconds: 0,
};
export const CLUSTERED: Traits = { ...SCATTERED, clusters: 5, homeKm: [1.2, 3.2], alongHomes: 0.7 };

/** Each dial's lowest and highest value; `whole` ones are integers, ranges are drawn as two values in order. */
const DIALS: { readonly [K in keyof Traits]: { low: number; high: number; whole?: true; range?: true } } = {
  clusters: { low: 0, high: 8, whole: true },
  clusterKm: { low: 0.05, high: 1.5 },
  homeKm: { low: 0.3, high: 6, range: true },
  alongHomes: { low: 0, high: 1 },
  driverKm: { low: 0.5, high: 12, range: true },
  seats: { low: 1, high: 6, whole: true, range: true },
  detourMinutes: { low: 2, high: 30, whole: true, range: true },
  trains: { low: 1, high: 6, whole: true },
  trainSeconds: { low: -300, high: 600, range: true },
  walkSeconds: { low: 0, high: 300, range: true },
  arriveSeconds: { low: -120, high: 600, whole: true, range: true },
  waitMinutes: { low: 3, high: 30, whole: true, range: true },
  rideFactor: { low: 1.1, high: 3 },
  rideSlackSeconds: { low: 60, high: 900 },
  alone: { low: 0, high: 1 },
  pairs: { low: 0, high: 1 },
  wheelchairs: { low: 0, high: 0.3 },
  wheelchairCars: { low: 0, high: 1 },
  excluded: { low: 0, high: 0.3 },
  promised: { low: 0, high: 1 },
  promises: { low: 1, high: 6, whole: true },
  ageSeconds: { low: 0, high: 3600, whole: true, range: true },
  claimSeconds: { low: 0, high: 3600, whole: true, range: true },
  holdSeconds: { low: 0, high: 600, whole: true },
  oneWay: { low: 0, high: 1 },
  noiseSeconds: { low: 0, high: 60 },
};
const NAMES = Object.keys(DIALS) as (keyof Traits)[];

/** Every dial anywhere in its range; half of the stations keep the triangle inequality. */
export function anyTraits(random: RandomGenerator): Traits {
  const drawn = Object.fromEntries(NAMES.map((name) => [name, valueOf(name, random)])) as unknown as Traits;
  return uniformFloat64(random) < 0.5 ? drawn : { ...drawn, noiseSeconds: 0 };
}

/** The same with a few dials turned anew. */
export function turned(traits: Traits, random: RandomGenerator): Traits {
  const changes = NAMES.filter(() => uniformFloat64(random) < 0.12);
  return { ...traits, ...Object.fromEntries(changes.map((name) => [name, valueOf(name, random)])) };
}

function valueOf(name: keyof Traits, random: RandomGenerator): number | Range {
  const { low, high, whole, range } = DIALS[name];
  const draw = () => {
    const value = low + (high - low) * uniformFloat64(random);
    return whole ? Math.round(value) : Math.round(value * 1000) / 1000;
  };
  if (!range) return draw();
  const [a, b] = [draw(), draw()];
  return [Math.min(a, b), Math.max(a, b)];
}
