// Who gets off which train and asks for a ride where to. The same seed gives the same people, whatever policy serves them.
import { groupBy } from '../../apps/station/src/import/gtfs/stop-times.js';
import { Random } from '../../tools/simulate/random.js';
import type { ServiceDay } from './service-day.js';
import { driveSeconds, type Surroundings } from './town.js';
import { WeightedChoice } from './weighted-choice.js';

/** Ride requests as columns, in the order they are made. Times are seconds of the service day. */
export interface Demand {
  readonly length: number;
  readonly station: Int32Array;
  /** Place of the destination among the station's surroundings. */
  readonly place: Int32Array;
  readonly requestTime: Int32Array;
  readonly trainTime: Int32Array;
  /** At the kerb: the train's arrival and the walk. */
  readonly readyTime: Int32Array;
  readonly directSeconds: Int32Array;
  readonly people: Uint8Array;
  readonly wheelchair: Uint8Array;
}

/** The rules of the rider service: how long a rider waits at the kerb, and sits in the car. */
export const MAX_WAIT_SECONDS = 900;
export const maxRideSeconds = (directSeconds: number): number => Math.round(directSeconds * 1.5 + 240);

/** People who get off, by hour of the day: a morning peak, and the higher one of the way home. */
const HOUR_WEIGHTS = [2, 1, 1, 1, 1, 3, 9, 18, 22, 14, 10, 10, 11, 11, 12, 15, 22, 30, 30, 22, 15, 11, 8, 5];
/** Asked for while sitting in the train. */
const EARLIEST_SECONDS = 20 * 60;
const LATEST_SECONDS = 2 * 60;
const SLOWEST_WALK_SECONDS = 60;

/** How busy each station is against the others. */
export function stationWeights({ stations }: ServiceDay, seed: number): Float64Array {
  return Float64Array.from(stations, ({ stopId }) => Math.exp(new Random(seed, `busy ${stopId}`).between(-0.8, 0.8)));
}

/** @param requests how many there are over the day */
export function demandOf(
  day: ServiceDay,
  around: readonly Surroundings[],
  { requests, seed }: { readonly requests: number; readonly seed: number },
): Demand {
  const { station: stationOf, arrive } = day.calls;
  const busy = stationWeights(day, seed);
  const weights = Float64Array.from(arrive, (time, call) => hourWeight(time) * busy[stationOf[call]!]!);
  const trains = new WeightedChoice(weights);
  const luck = new Random(seed, 'riders');
  const whole = (from: number, to: number): number => Math.floor(luck.between(from, to + 1));

  const demand = columns(requests);
  for (let i = 0; i < requests; i++) {
    const call = trains.at(luck.between(0, 1));
    const station = stationOf[call]!;
    const place = whole(1, around[station]!.addresses);
    const trainTime = arrive[call]!;
    const readyTime = trainTime + around[station]!.kerbSeconds + whole(0, SLOWEST_WALK_SECONDS);
    const size = luck.between(0, 1);
    demand.station[i] = station;
    demand.place[i] = place;
    demand.trainTime[i] = trainTime;
    demand.requestTime[i] = Math.max(0, trainTime - whole(LATEST_SECONDS, EARLIEST_SECONDS));
    demand.readyTime[i] = readyTime;
    demand.directSeconds[i] = driveSeconds(around[station]!.travelAt(readyTime), 0, place);
    demand.people[i] = size < 0.8 ? 1 : size < 0.96 ? 2 : 3;
    demand.wheelchair[i] = luck.chance(0.02) ? 1 : 0;
  }
  return sorted(demand);
}

const hourWeight = (seconds: number): number => HOUR_WEIGHTS[Math.floor(seconds / 3600) % 24]!;

const columns = (length: number): Demand => ({
  length,
  station: new Int32Array(length),
  place: new Int32Array(length),
  requestTime: new Int32Array(length),
  trainTime: new Int32Array(length),
  readyTime: new Int32Array(length),
  directSeconds: new Int32Array(length),
  people: new Uint8Array(length),
  wheelchair: new Uint8Array(length),
});

function sorted(demand: Demand): Demand {
  const latest = demand.requestTime.reduce((a, b) => Math.max(a, b), 0);
  const order = groupBy(demand.length, latest + 1, (i) => demand.requestTime[i]!).rows;
  const result = columns(demand.length);
  for (const key of Object.keys(result) as (keyof Demand)[]) {
    if (key === 'length') continue;
    const [from, to] = [demand[key], result[key]];
    order.forEach((row, i) => (to[i] = from[row]!));
  }
  return result;
}
