// The gain of every change of one seat: a rider gets into a car, takes the place of another rider in it, or leaves it.
//
// Invariant: after `refresh` of every car that `set` changed, each entry is the change of the points.
import { MAY_BOARD, SLACK_SECONDS } from './car.core.js';
import { Timeline } from './insertion.core.js';
import { routeOf, routePoints, type Needs, type Route } from './route.core.js';

/** Buffers for one route at a time. */
const timeline = new Timeline();

export class Gains {
  /** Riders tried in a car: the measure of the work done. */
  tried = 0;
  readonly riders: number;
  readonly routes: Route[];
  /** By rider the index of its car; -1 for those left out. */
  readonly carOf: Int16Array;
  private readonly enters: Float64Array;
  private readonly replaces: Float64Array;
  private readonly leaves: Float64Array;

  constructor(
    routes: readonly Route[],
    private readonly needs: Needs,
  ) {
    this.routes = [...routes];
    this.riders = needs.people.length;
    this.carOf = new Int16Array(this.riders).fill(-1);
    this.enters = new Float64Array(routes.length * this.riders);
    this.replaces = new Float64Array(this.riders * this.riders);
    this.leaves = new Float64Array(this.riders);
    routes.forEach(({ riders }, car) => {
      for (const rider of riders) this.carOf[rider] = car;
    });
    routes.forEach((_, car) => this.refresh(car));
  }

  /** Points gained when the rider gets into the car; -Infinity when that is impossible. */
  enter(car: number, rider: number): number {
    return this.enters[rider * this.routes.length + car] as number;
  }

  /** Points gained in the car of `other` when the rider takes the place of `other`; -Infinity when that is impossible. */
  replace(other: number, rider: number): number {
    return this.replaces[rider * this.riders + other] as number;
  }

  /** Points gained when the rider gets out, usually negative; -Infinity when the remaining riders would break a limit. */
  leave(rider: number): number {
    return this.leaves[rider] as number;
  }

  /** When several cars exchange riders, set all of them before refreshing any. */
  set(car: number, route: Route): void {
    for (const rider of (this.routes[car] as Route).riders) if (this.carOf[rider] === car) this.carOf[rider] = -1;
    for (const rider of route.riders) this.carOf[rider] = car;
    this.routes[car] = route;
  }

  /** Restores earlier routes. */
  restore(routes: readonly Route[]): void {
    const changed = [...routes.keys()].filter((car) => routes[car] !== this.routes[car]);
    for (const car of changed) this.set(car, routes[car] as Route);
    for (const car of changed) this.refresh(car);
  }

  /** Riders in no car. */
  left(): number[] {
    const left: number[] = [];
    this.carOf.forEach((car, rider) => {
      if (car < 0) left.push(rider);
    });
    return left;
  }

  /** O(riders × seats × stops). */
  refresh(car: number): void {
    const route = this.routes[car] as Route;
    const now = routePoints(route);
    this.fill(this.enters, car, this.routes.length, route, route, now);
    for (const rider of route.riders) {
      const without = withoutRider(route, rider, this.needs);
      this.leaves[rider] = keepsLimits(without) ? routePoints(without) - now : -Infinity;
      this.fill(this.replaces, rider, this.riders, without, route, now);
    }
  }

  /** Fills one column of a table: by rider, how the points change from `now` when the rider joins the base route. */
  private fill(table: Float64Array, column: number, columns: number, base: Route, route: Route, now: number): void {
    const { car, depart, seats, wheelchairPlaces } = base;
    const { limits, pickup, points } = car;
    const { people, wheelchairs } = this.needs;
    let worth = car.claimPoints + car.aloneEnd - now;
    for (const rider of base.riders) worth += points[rider] as number;
    timeline.load(car, base.sequence, depart);
    for (let rider = 0; rider < this.riders; rider++) {
      table[rider * columns + column] = -Infinity;
      if (limits[rider] !== MAY_BOARD) continue;
      if ((people[rider] as number) > seats || (wheelchairs[rider] as number) > wheelchairPlaces) continue;
      if (route.riders.includes(rider)) continue;
      const end = this.bestEnd(base, rider, Math.max(0, (pickup[rider] as number) - depart));
      if (end < Infinity) table[rider * columns + column] = worth + (points[rider] as number) - end;
    }
  }

  private bestEnd({ car, sequence, depart }: Route, rider: number, later: number): number {
    this.tried++;
    const isMoved = later > 0 && !timeline.isSteady;
    if (isMoved) timeline.load(car, sequence, depart + later);
    let best = Infinity;
    for (let position = 0; position < timeline.length; position++) {
      const end = timeline.endWith(rider, position, isMoved ? 0 : later);
      if (timeline.excess <= SLACK_SECONDS && end < best) best = end;
    }
    if (isMoved) timeline.load(car, sequence, depart);
    return best;
  }
}

/** The route without one of its riders, with the other stops in the same order. */
export function withoutRider({ car, riders, sequence }: Route, rider: number, needs: Needs): Route {
  const rest = sequence.filter((stop) => stop !== rider);
  const others = riders.filter((each) => each !== rider);
  return routeOf(car, { riders: others, sequence: rest, depart: car.departWith(rest) }, needs);
}

/** Without a rider, a route can break a limit only where driving through a third place saves time. */
function keepsLimits({ car, riders, sequence, depart, end }: Route): boolean {
  return riders.length === 0 || (end <= car.latestEnd && car.drive(sequence, depart).isOnTime);
}
