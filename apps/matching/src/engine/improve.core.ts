// Improves a plan: first by chains of moves between cars (exchange.core.ts), then by rounds that list the sets of
// riders each car could take (columns.core.ts) and choose among them (packing.core.ts, packing-search.core.ts).
//
// A station of ordinary size needs one or two rounds and ends with a proof. If there are too many sets to list, the
// first round is small: its prices tell the next round which sets to list, as many as the remaining time allows. The
// remaining time goes to ruin and recreate (ruin.core.ts). Every round starts from the routes of the last one, so no
// improvement is lost. The first round is always done if it takes only a millisecond or two.
import { ColumnFinder, type Column } from './columns.core.js';
import type { Budget } from './engine.types.js';
import { Exchange } from './exchange.core.js';
import { SEAT_POINTS } from './objective.core.js';
import { Packing } from './packing.core.js';
import { searchPackings } from './packing-search.core.js';
import { columnOf, emptyRoute, routeOf, type Needs, type Route } from './route.core.js';
import { ruinAndRecreate } from './ruin.core.js';

/** Sets listed per size and car in the first round. Measured in docs/matching.md, like the shares below. */
const FIRST_LIMIT = 8;
/**
 * The next round may take this share of the remaining time, estimated from the last round; it lists at most this many
 * times more.
 */
const NEXT_SHARE = 0.55;
const MOST_GROWTH = 8;
/** A round that could list less than this many times more is skipped. */
const LEAST_GROWTH = 1.2;
/** Half of the worth of a seat: the first lists then prefer neither large nor small parties much. */
const FIRST_SEAT_PRICE = SEAT_POINTS / 2;
/**
 * Price steps in a round. The last round takes as many again, or continues until prices settle if that may prove
 * something.
 */
const STEPS_PER_ROUND = 30;
const STEPS_PER_PACKING = 4;
/** Done in the first round even when time is over: they take a millisecond or two, and help when the machine is busy. */
const LEAST_STEPS = 40;
/** Stations with up to 30 cars and 120 riders; larger ones respect the time limit. */
const SMALL = 30 * 120;
/**
 * Node limits of the exhaustive search, which only finishes in time when few choices are open: several tries, each
 * larger.
 */
const SEARCH_NODES = [2_000, 6_000, 18_000];
/**
 * Where a proof is impossible: how many cars choose again together, the nodes of such a search, and its share of a
 * round.
 */
const CARS_ANEW = 5;
const NODES_ANEW = 400;
const SHARE_ANEW = 0.15;
/** Nodes that cost as much as one price step at a station of ordinary size. */
const NODES_PER_ITERATION = 200;
/** Cost of a search before its first node. */
const SEARCH_ITERATIONS = 0.2;
const COLUMNS_PER_ITERATION = 20;
const TRIES_PER_ITERATION = 400;
/** Listing must end by this share of the time, to leave time for the choice. */
const LISTING_SHARE = 0.8;
/** Chains of moves end by this share before the first round and after each; the last part is for ruin and recreate. */
const FIRST_MOVES_SHARE = 0.3;
const MOVES_SHARE = 0.9;
const RUIN_SHARE = 0.15;
/** If driving through a third place saves more than this, no list can be known to be complete. */
const MAX_TOLERANCE_SECONDS = 60;

export interface Improved {
  readonly routes: readonly Route[];
  /** Upper bound of the objective; Infinity when nothing was proven. */
  readonly bound: number;
  readonly iterations: number;
}

/** @param detourGain of the travel matrix: seconds saved at most by driving through a third place */
export function improve(
  greedy: readonly Route[],
  needs: Needs,
  detourGain: number,
  budget: Budget,
  random: () => number,
): Improved {
  let iterations = 0;
  const spent = (more = 0) => Math.max((iterations + more) / budget.iterations, budget.spent?.() ?? 0);
  // Each rider of a set may save that much; a car has at most eight seats.
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

  /** With all sets listed: steps prices until they settle, then searches everything that may still be better. */
  function prove(packing: Packing): void {
    takeSteps(packing, Infinity, 1);
    for (const nodes of SEARCH_NODES) {
      if (packing.isProven || spent() >= 1) break;
      search(packing, nodes, 1);
    }
  }

  /** A few cars at a time choose again from all their sets; the others stay. */
  function chooseAnew(packing: Packing, until: number, isLast: boolean): void {
    if (isLast) takeSteps(packing, STEPS_PER_ROUND * 2, until);
    while (spent() < until && !packing.isProven) search(packing, NODES_ANEW, until, packing.someCars(CARS_ANEW));
  }

  function search(packing: Packing, nodes: number, until: number, cars?: readonly number[]): void {
    const visited = searchPackings(packing, nodes, () => spent() >= until, cars);
    iterations += SEARCH_ITERATIONS + visited / NODES_PER_ITERATION;
  }

  /** Lists more columns of each car, its current route last. Cars that get no time keep the list of the previous round. */
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
