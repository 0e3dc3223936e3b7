// When which car passes which station, with how many seats and where to. The same seed gives the same passes, whatever
// policy fills the cars: a driver comes by again only when even the longest detour allowed would be over. A larger fleet
// holds the smaller one, so that a sweep compares like with like.
import { groupBy } from '../../apps/station/src/import/gtfs/stop-times.js';
import { Random } from '../../tools/simulate/random.js';
import { stationWeights } from './demand.js';
import type { ServiceDay } from './service-day.js';
import { driveSeconds, type Surroundings } from './town.js';
import { WeightedChoice } from './weighted-choice.js';

/** Passes as columns, in the order of `eta`. Times are seconds of the service day. */
export interface Passes {
  readonly length: number;
  readonly driver: Int32Array;
  readonly station: Int32Array;
  /** When the car is at the station. */
  readonly eta: Int32Array;
  readonly seats: Uint8Array;
  readonly wheelchairPlaces: Uint8Array;
  /** Place among the station's surroundings. */
  readonly destination: Int32Array;
  /** From the station to the destination without riders. */
  readonly straightSeconds: Int32Array;
  readonly detourBudgetSeconds: Int32Array;
}

type Pass = { -readonly [key in keyof Omit<Passes, 'length'>]: number };

const SEATS = [1, 2, 3, 3, 4];
/** From the destination to the next station, breaks included. */
const SHORTEST_RETURN_SECONDS = 5 * 60;
const LONGEST_RETURN_SECONDS = 25 * 60;

/** @param drivers on the road, all of them from the first train to the last */
export function passesOf(
  day: ServiceDay,
  around: readonly Surroundings[],
  { drivers, seed }: { readonly drivers: number; readonly seed: number },
): Passes {
  const { station, arrive } = day.calls;
  const busy = stationWeights(day, seed);
  // A driver's way leads past busy stations more often, as the riders' does.
  const weights = new Float64Array(day.stations.length);
  for (const at of station) weights[at]! += busy[at]!;
  const stations = new WeightedChoice(weights);
  const [first, last] = [arrive[0]!, arrive.at(-1)!];

  const passes: Pass[] = [];
  for (let driver = 0; driver < drivers; driver++) {
    const luck = new Random(seed, `driver ${driver}`);
    const seats = luck.pick(SEATS);
    const wheelchairPlaces = luck.chance(0.15) ? 1 : 0;
    let eta = first + Math.floor(luck.between(0, 2 * LONGEST_RETURN_SECONDS));
    while (eta <= last) {
      const at = stations.at(luck.between(0, 1));
      const pass = passOf(around[at]!, at, eta, luck, { driver, seats, wheelchairPlaces });
      passes.push(pass);
      const back = luck.between(SHORTEST_RETURN_SECONDS, LONGEST_RETURN_SECONDS);
      eta += Math.floor(pass.straightSeconds + pass.detourBudgetSeconds + back);
    }
  }
  return inOrder(passes, last);
}

type Car = Pick<Pass, 'driver' | 'seats' | 'wheelchairPlaces'>;

function passOf(around: Surroundings, station: number, eta: number, luck: Random, car: Car): Pass {
  // Some drivers live in the areas that riders go to, most drive on.
  const places = around.places.length;
  const nearest = luck.chance(0.3) ? 1 : around.addresses + 1;
  const farthest = nearest === 1 ? around.addresses + 1 : places;
  const destination = Math.floor(luck.between(nearest, farthest));
  return {
    ...car,
    station,
    eta,
    destination,
    straightSeconds: driveSeconds(around.travelAt(eta), 0, destination),
    detourBudgetSeconds: Math.floor(luck.between(300, 1_200)),
  };
}

function inOrder(passes: readonly Pass[], last: number): Passes {
  const order = groupBy(passes.length, last + 1, (i) => passes[i]!.eta).rows;
  const column = (key: keyof Pass): Int32Array => Int32Array.from(order, (i) => passes[i]![key]);
  return {
    length: passes.length,
    driver: column('driver'),
    station: column('station'),
    eta: column('eta'),
    seats: Uint8Array.from(column('seats')),
    wheelchairPlaces: Uint8Array.from(column('wheelchairPlaces')),
    destination: column('destination'),
    straightSeconds: column('straightSeconds'),
    detourBudgetSeconds: column('detourBudgetSeconds'),
  };
}
