// Rounds of improvement: list the sets of riders each car could take (columns.core.ts), choose among them (packing.core.ts),
// and where little is left in doubt, look through it (packing-search.core.ts).
//
// Stations of everyday size need a round or two and end with a proof. Where sets are too many to list, the prices of one
// round tell the next which ones are worth listing. Each round starts from the routes of the last, so none is lost;
// the first one is made whatever
// the time where it takes a millisecond or two.
import { ColumnFinder, type Column } from './columns.core.js';
import type { Budget } from './engine.types.js';
import { SEAT_POINTS } from './objective.core.js';
import { Exchange } from './exchange.core.js';
import { Packing } from './packing.core.js';
import { searchPackings } from './packing-search.core.js';
import { columnOf, emptyRoute, routeOf, type Needs, type Route } from './route.core.js';

/** Sets listed of each size and car in the first round; twice as many in each round after. Measured in docs/matching.md. */
const FIRST_LIMIT = 16;
const LIMIT_GROWTH = 2;
/** Half of what a seat is worth: the first lists favour neither large parties nor small ones much. */
const FIRST_SEAT_PRICE = SEAT_POINTS / 2;
/** Steps of the prices in a round that another follows. */
const STEPS_PER_ROUND = 30;
const STEPS_PER_PACKING = 4;
/** Made in the first round even when time is over: a millisecond or two well spent where the machine took ours away. */
const LEAST_STEPS = 40;
/** Stations up to 30 cars and 120 riders; a crowd larger than that keeps to the time. */
const SMALL = 30 * 120;
/** The search is a gamble that pays when little is in doubt: a few tries, each deeper. */
const SEARCH_NODES = [2_000, 6_000, 18_000];
/** An iteration is about as much work as a step of the prices at a station of everyday size. */
const NODES_PER_ITERATION = 200;
const COLUMNS_PER_ITERATION = 100;
const INSERTIONS_PER_ITERATION = 200;
/** A round takes at most this many times what the last one took, as sets thin out with size. */
const ROUND_GROWTH = 1.3;
/** Listing ends in time for the choice. */
const LISTING_SHARE = 0.7;
/** Moves between cars end by then before the last round, and rounds by then so that moves have the rest. */
const EARLY_SHARE = 0.2;
const ROUNDS_SHARE = 0.9;
/** Where going by a third place saves more than this, no list can be known to be complete. */
const MAX_TOLERANCE_SECONDS = 60;

export interface Improved {
  readonly routes: readonly Route[];
  /** Upper bound of the objective; Infinity when nothing was proven. */
  readonly bound: number;
  readonly iterations: number;
}

/** @param detourGain of the travel matrix, in seconds */
export function improve(
  greedy: readonly Route[],
  needs: Needs,
  detourGain: number,
  budget: Budget,
  random: () => number,
): Improved {
  let iterations = 0;
  const spent = () => Math.max(iterations / budget.iterations, budget.spent?.() ?? 0);
  // Each rider of a set may save as much; a car has at most eight seats.
  const tolerance = Math.min(detourGain * 8, MAX_TOLERANCE_SECONDS);
  const isMetric = detourGain * 8 <= MAX_TOLERANCE_SECONDS;
  const columns: (readonly Column[])[] = greedy.map(() => []);
  const isSmall = greedy.length * needs.partySize.length <= SMALL;
  let prices: Float64Array = Float64Array.from(needs.partySize, (seats) => seats * FIRST_SEAT_PRICE);
  let routes = exchange(greedy, EARLY_SHARE);

  for (let limit = FIRST_LIMIT; ; limit *= LIMIT_GROWTH) {
    const started = spent();
    const isFirst = limit === FIRST_LIMIT;
    const { isComplete, isCut } = listColumns(limit, isFirst && isSmall);
    const packing = new Packing(columns, prices, routes.map(lastOf), random);
    const takeSteps = (most: number, until = 1) => {
      for (let step = 0; step < most && !packing.isSettled && spent() < until; step++) {
        packing.step();
        if (step % STEPS_PER_PACKING === 0) packing.pack();
        iterations++;
      }
    };
    if (isFirst && isSmall) takeSteps(LEAST_STEPS, Infinity);
    takeSteps(STEPS_PER_ROUND);
    const isLast = !isCut || spent() + (spent() - started) * ROUND_GROWTH > ROUNDS_SHARE;
    if (isLast) {
      takeSteps(Infinity);
      for (const nodes of SEARCH_NODES) {
        if (packing.isProven || spent() >= 1) break;
        iterations += Math.ceil(searchPackings(packing, nodes, () => spent() >= 1) / NODES_PER_ITERATION);
      }
    }
    routes = routes.map(({ car }, i) => {
      const index = packing.chosenOf(i);
      return index < 0 ? emptyRoute(car) : routeOf(car, columns[i]?.[index] as Column, needs);
    });
    if (!isComplete) routes = exchange(routes, isLast ? 1 : EARLY_SHARE);
    prices = packing.prices;
    if (isLast) return { routes, bound: isComplete ? packing.bound : Infinity, iterations };
  }

  function exchange(from: readonly Route[], until: number): readonly Route[] {
    const joined = new Set(from.flatMap((route) => route.riders));
    const left = [...needs.partySize.keys()].filter((rider) => !joined.has(rider));
    const moves = new Exchange(from, left, needs, () => spent() >= until);
    const moved = moves.run();
    iterations += moves.tried / INSERTIONS_PER_ITERATION;
    return moved;
  }

  /** More columns of each car, its route so far last; cars that time does not reach keep the list of the round before. */
  function listColumns(limit: number, isUrgent: boolean): { isComplete: boolean; isCut: boolean } {
    const finder = new ColumnFinder({ ...needs, prices, limit, tolerance });
    let [isComplete, isCut] = [isMetric, false];
    routes.forEach((route, i) => {
      if (isUrgent || spent() < LISTING_SHARE) {
        const found = finder.columnsOf(route.car);
        if (!found.isComplete) isComplete = false;
        if (found.isCut) isCut = true;
        columns[i] = found.isCut ? [...(columns[i] as readonly Column[]), ...found.list] : found.list;
        iterations += found.list.length / COLUMNS_PER_ITERATION;
      } else isComplete = false;
      if (route.riders.length > 0) columns[i] = [...(columns[i] as readonly Column[]), columnOf(route)];
    });
    return { isComplete, isCut };
  }

  function lastOf(route: Route, i: number): number {
    return route.riders.length === 0 ? -1 : (columns[i] as readonly Column[]).length - 1;
  }
}
