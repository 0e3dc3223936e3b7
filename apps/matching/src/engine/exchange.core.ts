// Betters routes by moving riders between cars, until no single move helps: one who was left out takes another's place, who
// finds one elsewhere; one changes cars; two change places.
//
// Columns find the best plan where sets can be listed. Where nearly everybody fits nearly everywhere they cannot, and these
// moves are what fills the last seats.
import { Timeline } from './insertion.core.js';
import { bestInsertion, inserted, routeOf, routePoints, type Needs, type Route } from './route.core.js';

const timeline = new Timeline();
/** Smaller gains are rounding. */
const LEAST_GAIN = 1e-6;

export class Exchange {
  /** Insertions tried, the measure of work done. */
  tried = 0;
  private readonly routes: Route[];
  private readonly left: Set<number>;
  /** By car, its route without each of its riders; made when asked for. */
  private readonly reduced: (readonly Route[] | undefined)[];

  /** @param left riders in no route, best first */
  constructor(
    routes: readonly Route[],
    left: readonly number[],
    private readonly needs: Needs,
    private readonly isOver: () => boolean,
  ) {
    this.routes = [...routes];
    this.left = new Set(left);
    this.reduced = routes.map(() => undefined);
  }

  /** Takes moves until none helps, or time is over. O(riders² × cars) insertions between two moves at worst. */
  run(): Route[] {
    const moves = [() => this.replace(), () => this.relocate(), () => this.swap()];
    for (let at = 0; at < moves.length && !this.isOver();) at = moves[at]?.() ? 0 : at + 1;
    return this.routes;
  }

  /** A rider who was left out gets in, if need be in the place of another, who goes elsewhere or stays. */
  private replace(): boolean {
    let found = false;
    for (const rider of [...this.left]) {
      if (this.isOver()) return found;
      if (this.enter(rider) || this.takePlace(rider)) found = true;
    }
    return found;
  }

  private enter(rider: number): boolean {
    const [car, route] = this.bestFor(rider, -1, LEAST_GAIN) ?? [];
    if (car === undefined || route === undefined) return false;
    this.left.delete(rider);
    this.set(car, route);
    return true;
  }

  private takePlace(rider: number): boolean {
    for (let car = 0; car < this.routes.length; car++) {
      const route = this.routes[car] as Route;
      for (const [i, without] of this.without(car).entries()) {
        const taken = this.insert(without, rider);
        if (!taken) continue;
        const gain = routePoints(taken) - routePoints(route);
        const other = route.riders[i] as number;
        const elsewhere = this.bestFor(other, car, Math.max(0, -gain) + LEAST_GAIN);
        if (!elsewhere && gain <= LEAST_GAIN) continue;
        this.left.delete(rider);
        this.set(car, taken);
        if (elsewhere) this.set(...elsewhere);
        else this.left.add(other);
        return true;
      }
    }
    return false;
  }

  private relocate(): boolean {
    let found = false;
    for (let car = 0; car < this.routes.length; car++) {
      for (const [i, without] of this.without(car).entries()) {
        if (this.isOver()) return found;
        if (!keepsLimits(without)) continue;
        const route = this.routes[car] as Route;
        const lost = routePoints(route) - routePoints(without);
        const elsewhere = this.bestFor(route.riders[i] as number, car, lost + LEAST_GAIN);
        if (!elsewhere) continue;
        this.set(car, without);
        this.set(...elsewhere);
        found = true;
        break;
      }
    }
    return found;
  }

  private swap(): boolean {
    let found = false;
    for (let a = 0; a < this.routes.length; a++) {
      for (let b = a + 1; b < this.routes.length; b++) {
        if (this.isOver()) return found;
        if (this.swapBetween(a, b)) found = true;
      }
    }
    return found;
  }

  private swapBetween(a: number, b: number): boolean {
    const [first, second] = [this.routes[a] as Route, this.routes[b] as Route];
    const before = routePoints(first) + routePoints(second);
    for (const [i, withoutFirst] of this.without(a).entries()) {
      for (const [j, withoutSecond] of this.without(b).entries()) {
        const one = this.insert(withoutFirst, second.riders[j] as number);
        const two = one && this.insert(withoutSecond, first.riders[i] as number);
        if (!one || !two || routePoints(one) + routePoints(two) <= before + LEAST_GAIN) continue;
        this.set(a, one);
        this.set(b, two);
        return true;
      }
    }
    return false;
  }

  /** The car, other than `except`, that gains most by the rider, with its new route; undefined when that is not above `least`. */
  private bestFor(rider: number, except: number, least: number): [number, Route] | undefined {
    let best: [number, Route] | undefined;
    let bestGain = least;
    for (let car = 0; car < this.routes.length; car++) {
      if (car === except) continue;
      const route = this.routes[car] as Route;
      const taken = this.insert(route, rider);
      const gain = taken ? routePoints(taken) - routePoints(route) : 0;
      if (!taken || gain <= bestGain) continue;
      bestGain = gain;
      best = [car, taken];
    }
    return best;
  }

  private insert(route: Route, rider: number): Route | undefined {
    this.tried++;
    const insertion = bestInsertion(timeline, route, rider, this.needs);
    return insertion && inserted(route, rider, insertion, this.needs);
  }

  private without(car: number): readonly Route[] {
    return (this.reduced[car] ??= withoutEach(this.routes[car] as Route, this.needs));
  }

  private set(car: number, route: Route): void {
    this.routes[car] = route;
    this.reduced[car] = undefined;
  }
}

/** Without a rider a route may break a limit only where going by a third place saves time. */
function keepsLimits({ car, riders, sequence, depart, end }: Route): boolean {
  return riders.length === 0 || (end <= car.latestEnd && car.drive(sequence, depart).isOnTime);
}

function withoutEach({ car, riders, sequence }: Route, needs: Needs): Route[] {
  return riders.map((rider) => {
    const rest = sequence.filter((stop) => stop !== rider);
    const others = riders.filter((each) => each !== rider);
    return routeOf(car, { riders: others, sequence: rest, depart: car.departWith(rest) }, needs);
  });
}
