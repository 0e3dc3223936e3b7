// A car with the riders planned so far, and whether one more rider can join.
import { MAY_BOARD, SLACK_SECONDS, type Car, type Sequence } from './car.core.js';
import type { Column } from './columns.core.js';
import type { Timeline } from './insertion.core.js';

export interface Route {
  readonly car: Car;
  readonly riders: readonly number[];
  readonly sequence: Sequence;
  readonly depart: number;
  readonly end: number;
  readonly seats: number;
  readonly wheelchairPlaces: number;
}

export interface Insertion {
  readonly position: number;
  readonly depart: number;
  readonly end: number;
}

export interface Needs {
  /** By rider. */
  readonly people: Uint8Array;
  readonly wheelchairs: Uint8Array;
}

export const emptyRoute = (car: Car): Route => ({
  car,
  riders: [],
  sequence: car.alone,
  depart: car.depart,
  end: car.aloneEnd,
  seats: car.driver.seats,
  wheelchairPlaces: car.driver.wheelchairPlaces,
});

/** The cheapest drop-off, the earliest among equals; undefined when a limit prevents all. O(stops). */
export function bestInsertion(timeline: Timeline, route: Route, rider: number, needs: Needs): Insertion | undefined {
  const { car } = route;
  if (car.limits[rider] !== MAY_BOARD) return undefined;
  if ((needs.wheelchairs[rider] as number) > route.wheelchairPlaces) return undefined;
  if ((needs.people[rider] as number) > route.seats) return undefined;
  const depart = Math.max(route.depart, car.pickup[rider] as number);
  timeline.load(car, route.sequence, depart);
  let [best, bestEnd] = [-1, Infinity];
  for (let position = 0; position < timeline.length; position++) {
    const end = timeline.endWith(rider, position);
    if (timeline.excess > SLACK_SECONDS || end >= bestEnd) continue;
    best = position;
    bestEnd = end;
  }
  return best < 0 ? undefined : { position: best, depart, end: bestEnd };
}

export const inserted = (route: Route, rider: number, { position, depart, end }: Insertion, needs: Needs): Route => ({
  car: route.car,
  riders: [...route.riders, rider],
  sequence: route.sequence.toSpliced(position, 0, rider),
  depart,
  end,
  seats: route.seats - (needs.people[rider] as number),
  wheelchairPlaces: route.wheelchairPlaces - (needs.wheelchairs[rider] as number),
});

/** The route's contribution to the objective. */
export function routePoints({ car, riders, end }: Route): number {
  if (riders.length === 0) return 0;
  let points = car.claimPoints - (end - car.aloneEnd);
  for (const rider of riders) points += car.points[rider] as number;
  return points;
}

export const columnOf = (route: Route): Column => ({ ...route, points: routePoints(route) });

export function routeOf(car: Car, { riders, sequence, depart }: Omit<Column, 'points'>, needs: Needs): Route {
  const used = (amount: Uint8Array) => riders.reduce((sum, rider) => sum + (amount[rider] as number), 0);
  const seats = car.driver.seats - used(needs.people);
  const wheelchairPlaces = car.driver.wheelchairPlaces - used(needs.wheelchairs);
  return { car, riders, sequence, depart, end: car.drive(sequence, depart).end, seats, wheelchairPlaces };
}
