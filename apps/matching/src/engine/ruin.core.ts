// Removes some riders from a few cars, fills the cars again, and keeps the result unless it is worth less.
//
// Ruin and recreate after Schrimpf et al. (2000), "Record breaking optimization results using the ruin and recreate
// principle". It improves plans that chains of moves (exchange.core.ts) cannot improve.
import type { Exchange } from './exchange.core.js';
import { MAY_BOARD } from './car.core.js';
import { withoutRider, type Gains } from './gains.core.js';
import { Timeline } from './insertion.core.js';
import { bestInsertion, inserted, routePoints, type Needs, type Route } from './route.core.js';

/** Buffers for one route at a time. */
const timeline = new Timeline();
/** Maximum cars that lose riders in one try; 2 and 6 gave worse plans in the same time. */
const MAX_CARS = 4;
/** How often a try starts from a rider who was left out. */
const LEFT_OUT_SHARE = 0.7;
/** Smallest share of a car's riders that are removed. */
const LEAST_SHARE = 0.3;
/** How much randomness changes the estimated gain of an insertion. */
const BLUR = 0.1;

/** Tries until the time of the exchange is over. */
export function ruinAndRecreate(exchange: Exchange, needs: Needs, random: () => number): void {
  const { gains } = exchange;
  let points = worthOf(gains.routes);
  while (!exchange.isOver) {
    const saved = gains.routes.slice();
    if (!ruin(gains, needs, random)) return;
    recreate(gains, needs, random);
    exchange.run();
    const now = worthOf(gains.routes);
    if (now >= points - 1e-6) points = now;
    else gains.restore(saved);
  }
}

/** @returns false when no car has a rider to remove */
function ruin(gains: Gains, needs: Needs, random: () => number): boolean {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  const loaded = [...gains.routes.keys()].filter((car) => (gains.routes[car] as Route).riders.length > 0);
  if (loaded.length === 0) return false;
  const left = gains.left();
  const rider = left.length > 0 && random() < LEFT_OUT_SHARE ? pick(left) : Math.floor(random() * gains.riders);
  const near = loaded.filter((car) => (gains.routes[car] as Route).car.limits[rider] === MAY_BOARD);
  const cars = near.length > 0 ? near : loaded;
  const share = LEAST_SHARE + (1 - LEAST_SHARE) * random();
  const touched = new Set(Array.from({ length: 1 + Math.floor(random() * MAX_CARS) }, () => pick(cars)));
  for (const car of touched) {
    let route = gains.routes[car] as Route;
    for (const each of route.riders) if (random() < share) route = withoutRider(route, each, needs);
    gains.set(car, route);
  }
  for (const car of touched) gains.refresh(car);
  return true;
}

/** Adds riders one by one, the one with the highest estimated gain first. */
function recreate(gains: Gains, needs: Needs, random: () => number): void {
  for (;;) {
    let [best, bestCar, bestRider] = [0, -1, -1];
    for (const rider of gains.left()) {
      for (let car = 0; car < gains.routes.length; car++) {
        const gain = gains.enter(car, rider) * (1 - BLUR + 2 * BLUR * random());
        if (gain > best) [best, bestCar, bestRider] = [gain, car, rider];
      }
    }
    const route = gains.routes[bestCar];
    const insertion = route && bestInsertion(timeline, route, bestRider, needs);
    if (!insertion) return;
    gains.set(bestCar, inserted(route, bestRider, insertion, needs));
    gains.refresh(bestCar);
  }
}

const worthOf = (routes: readonly Route[]): number => routes.reduce((sum, route) => sum + routePoints(route), 0);
