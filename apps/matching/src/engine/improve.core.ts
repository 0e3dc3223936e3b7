// Improves a plan: chains of moves between cars first (exchange.core.ts), then rounds that list the sets of riders each car could
// take (columns.core.ts) and choose among them (packing.core.ts, packing-search.core.ts).
//
// Stations of everyday size need a round or two and end with a proof. Where sets are too many to list, the first round is a
// small one: its prices tell the next which sets are worth listing, as many as the time left allows. What then remains goes to
// ruin and recreate (ruin.core.ts). Every round starts from the routes of the last, so none is lost; the first one is made
// whatever the time where it takes a millisecond or two.
import { ColumnFinder, type Column } from './columns.core.js';
import type { Budget } from './engine.types.js';
import { Exchange } from './exchange.core.js';
import { SEAT_POINTS } from './objective.core.js';
import { Packing } from './packing.core.js';
import { searchPackings } from './packing-search.core.js';
import { columnOf, emptyRoute, routeOf, type Needs, type Route } from './route.core.js';
import { ruinAndRecreate } from './ruin.core.js';

/** Sets listed of each size and car in the first round. Measured in docs/matching.md, as are the shares below. */
const FIRST_LIMIT = 8;
/** The next round may take this share of the time left, judged by the last one; then it lists at most so many times more. */
const NEXT_SHARE = 0.55;
const MOST_GROWTH = 8;
/** A round that could list hardly more than the last one is not made. */
const LEAST_GROWTH = 1.2;
/** Half of what a seat is worth: the first lists favour neither large parties nor small ones much. */
const FIRST_SEAT_PRICE = SEAT_POINTS / 2;
/** Steps of the prices in a round; the last one takes as many again, or goes on until they settle if that may prove something. */
const STEPS_PER_ROUND = 30;
const STEPS_PER_PACKING = 4;
/** Made in the first round even when time is over: they take a millisecond or two, and help where the machine was busy. */
const LEAST_STEPS = 40;
/** Stations up to 30 cars and 120 riders; a crowd larger than that keeps to the time. */
const SMALL = 30 * 120;
/** The exhaustive search ends in time only when few choices are open: a few tries, each deeper. */
const SEARCH_NODES = [2_000, 6_000, 18_000];
/** Cars that choose anew together where a proof is out of reach, the nodes of such a search, and how long a round is at it. */
const CARS_ANEW = 5;
const NODES_ANEW = 400;
const SHARE_ANEW = 0.15;
/** An iteration is about as much work as a step of the prices at a station of everyday size. */
const NODES_PER_ITERATION = 200;
/** What a search costs before its first node. */
const SEARCH_ITERATIONS = 0.2;
const COLUMNS_PER_ITERATION = 20;
const TRIES_PER_ITERATION = 400;
/** Listing ends in time for the choice. */
const LISTING_SHARE = 0.8;
/** Chains of moves end by then before the first round and after each; the last part is for ruin and recreate. */
const FIRST_MOVES_SHARE = 0.3;
const MOVES_SHARE = 0.9;
const RUIN_SHARE = 0.15;
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
  const spent = (more = 0) => Math.max((iterations + more) / budget.iterations, budget.spent?.() ?? 0);
  // Each rider of a set may save as much; a car has at most eight seats.
  const isMetric = detourGain * 8 <= MAX_TOLERANCE_SECONDS;
  const tolerance = isMetric ? detourGain * 8 : 0;
  const columns: (readonly Column[])[] = greedy.map(() => []);
  const isSmall = greedy.length * needs.people.length <= SMALL;
  let prices: Float64Array = Float64Array.from(needs.people, (seats) => seats * FIRST_SEAT_PRICE);
  let routes = exchange(greedy, FIRST_MOVES_SHARE, false);

  for (let limit = FIRST_LIMIT, isFirst = true; ; isFirst = false) {
    const started = spent();
    const { isComplete, isCut } = listColumns(limit, isFirst && isSmall);
    const packing = new Packing(columns, prices, routes.map(lastOf), random);
    if (isFirst && isSmall) takeSteps(packing, LEAST_STEPS, Infinity);
    takeSteps(packing, STEPS_PER_ROUND, 1);
    const growth = Math.min(MOST_GROWTH, (NEXT_SHARE * (1 - spent())) / Math.max(spent() - started, 1e-9));
    const isLast = !isCut || growth < LEAST_GROWTH;
    if (isComplete) prove(packing);
    else chooseAnew(packing, isLast ? 1 - RUIN_SHARE : spent() + (spent() - started) * SHARE_ANEW, isLast);
    routes = routes.map(({ car }, i) => {
      const index = packing.chosenOf(i);
      return index < 0 ? emptyRoute(car) : routeOf(car, columns[i]?.[index] as Column, needs);
    });
    if (!isComplete) routes = exchange(routes, isLast ? 1 : MOVES_SHARE, isLast);
    if (isLast) return { routes, bound: isComplete ? packing.bound : Infinity, iterations };
    prices = packing.prices;
    limit = Math.ceil(limit * growth);
  }

  function exchange(from: readonly Route[], until: number, isLast: boolean): readonly Route[] {
    const moves = new Exchange(from, needs, (tried) => spent(tried / TRIES_PER_ITERATION) >= until);
    moves.run();
    if (isLast) ruinAndRecreate(moves, needs, random);
    iterations += moves.tried / TRIES_PER_ITERATION;
    return moves.routes;
  }

  function takeSteps(packing: Packing, most: number, until: number): void {
    for (let step = 0; step < most && !packing.isSettled && spent() < until; step++) {
      packing.step();
      if (step % STEPS_PER_PACKING === 0) packing.pack();
      iterations++;
    }
  }

  /** With every set listed: prices until they settle, then a search through all that may still be better. */
  function prove(packing: Packing): void {
    takeSteps(packing, Infinity, 1);
    for (const nodes of SEARCH_NODES) {
      if (packing.isProven || spent() >= 1) break;
      search(packing, nodes, 1);
    }
  }

  /** A few cars at a time choose anew from all their sets, the others stay. */
  function chooseAnew(packing: Packing, until: number, isLast: boolean): void {
    if (isLast) takeSteps(packing, STEPS_PER_ROUND * 2, until);
    while (spent() < until && !packing.isProven) search(packing, NODES_ANEW, until, packing.someCars(CARS_ANEW));
  }

  function search(packing: Packing, nodes: number, until: number, cars?: readonly number[]): void {
    const visited = searchPackings(packing, nodes, () => spent() >= until, cars);
    iterations += SEARCH_ITERATIONS + visited / NODES_PER_ITERATION;
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
