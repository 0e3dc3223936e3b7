// Improves routes by chains of moves: a rider gets into a car and takes another rider's place, who moves to the next
// car, and so on. The last rider takes a free seat, is left out, or takes the place of the first.
//
// Cyclic transfers after Thompson and Psaraftis (1993), "Cyclic transfer algorithms for multivehicle routing and
// scheduling problems": the gains of all single changes are known (gains.core.ts), so the best chain over different
// cars is found by adding them up, O(riders²) for each link. Columns find the best plan where all sets can be listed.
// Where nearly every rider fits into nearly every car that is not possible, and chains fill the last seats.
import { Gains, withoutRider } from './gains.core.js';
import { Timeline } from './insertion.core.js';
import { bestInsertion, inserted, type Needs, type Route } from './route.core.js';

/** Buffers for one route at a time. */
const timeline = new Timeline();
/** Smaller gains are only rounding. */
const LEAST_GAIN = 1e-3;
/** Maximum number of riders who move in one chain. 3 gave plans 0.05% worse, 5 no better ones. */
const MAX_LINKS = 4;

/** Riders who move: each into the car of the next one, and takes that rider's place. */
interface Chain {
  readonly riders: readonly number[];
  /** Where the last rider goes: into a car with a free seat, to the place of the first one, or out. */
  readonly end: number | 'first' | 'out';
  readonly gain: number;
}

export class Exchange {
  readonly gains: Gains;
  /** By link and rider: the highest gain of a chain up to this rider, who has lost the place; and who took the place. */
  private readonly value: readonly Float64Array[];
  private readonly before: readonly Int16Array[];
  /** By rider, for chains that may become cycles: the first rider who lost the place. */
  private readonly root: readonly Int16Array[];
  /** The chain under consideration: its riders, last first, and their cars. */
  private readonly path = new Int16Array(MAX_LINKS);
  private readonly cars = new Int16Array(MAX_LINKS);
  private length = 0;

  /** @param isOverAfter tells whether to stop; gets the number of riders tried in a car so far */
  constructor(
    routes: readonly Route[],
    private readonly needs: Needs,
    private readonly isOverAfter: (tried: number) => boolean,
  ) {
    this.gains = new Gains(routes, needs);
    const { riders } = this.gains;
    this.value = Array.from({ length: MAX_LINKS }, () => new Float64Array(riders));
    this.before = Array.from({ length: MAX_LINKS }, () => new Int16Array(riders));
    this.root = Array.from({ length: MAX_LINKS }, () => new Int16Array(riders));
  }

  get routes(): readonly Route[] {
    return this.gains.routes;
  }

  /** Riders tried in a car: the measure of the work done. */
  get tried(): number {
    return this.gains.tried;
  }

  get isOver(): boolean {
    return this.isOverAfter(this.gains.tried);
  }

  /** Applies chains until none improves the routes, or time is over. */
  run(): readonly Route[] {
    while (!this.isOver && this.takeChains());
    return this.routes;
  }

  /** Applies the best chains that share no car and no rider. */
  private takeChains(): boolean {
    const found: Chain[] = [];
    this.findPaths(found);
    this.findCycles(found);
    found.sort((a, b) => b.gain - a.gain);
    const cars = new Set<number>();
    const riders = new Set<number>();
    for (const chain of found) {
      const own = this.carsOf(chain);
      if (own.some((car) => cars.has(car)) || chain.riders.some((rider) => riders.has(rider))) continue;
      this.take(chain, own);
      for (const car of own) cars.add(car);
      for (const rider of chain.riders) riders.add(rider);
    }
    for (const car of cars) this.gains.refresh(car);
    return cars.size > 0;
  }

  /** Finds chains that begin with a rider who was left out or leaves a car, and end in a car or outside. */
  private findPaths(found: Chain[]): void {
    const { gains } = this;
    const start = this.value[0] as Float64Array;
    for (let rider = 0; rider < gains.riders; rider++) {
      start[rider] = (gains.carOf[rider] as number) < 0 ? 0 : gains.leave(rider);
    }
    for (let link = 0; link < MAX_LINKS; link++) {
      const value = this.value[link] as Float64Array;
      this.value[link + 1]?.fill(-Infinity);
      for (let rider = 0; rider < gains.riders; rider++) {
        const now = value[rider] as number;
        if (now === -Infinity) continue;
        this.trace(rider, link);
        let [best, end] = [now, -1];
        for (let car = 0; car < gains.routes.length; car++) {
          const total = now + gains.enter(car, rider);
          if (total > best && !this.passes(car)) [best, end] = [total, car];
        }
        if (best > LEAST_GAIN) found.push({ riders: this.traced(), end: end < 0 ? 'out' : end, gain: best });
        if (link + 1 < MAX_LINKS) this.lengthen(link, rider, now);
      }
    }
  }

  /**
   * Finds cycles: the last rider takes the place of the first. Every improving cycle has a first rider from whom all
   * partial gains are positive (Lin and Kernighan 1973).
   */
  private findCycles(found: Chain[]): void {
    const { gains, root } = this;
    const start = this.value[0] as Float64Array;
    for (let rider = 0; rider < gains.riders; rider++) {
      start[rider] = (gains.carOf[rider] as number) < 0 ? -Infinity : 0;
      (root[0] as Int16Array)[rider] = rider;
    }
    for (let link = 0; link + 1 < MAX_LINKS; link++) {
      const value = this.value[link] as Float64Array;
      (this.value[link + 1] as Float64Array).fill(-Infinity);
      for (let rider = 0; rider < gains.riders; rider++) {
        const now = value[rider] as number;
        if (now === -Infinity) continue;
        this.trace(rider, link);
        this.close(link, rider, now, found);
      }
    }
  }

  /** Extends a path: its last rider takes the place of each rider in another car. */
  private lengthen(link: number, rider: number, now: number): void {
    const { gains } = this;
    const next = this.value[link + 1] as Float64Array;
    const before = this.before[link + 1] as Int16Array;
    for (let other = 0; other < gains.riders; other++) {
      const car = gains.carOf[other] as number;
      if (car < 0) continue;
      const total = now + gains.replace(other, rider);
      if (total <= (next[other] as number) || this.passes(car)) continue;
      next[other] = total;
      before[other] = rider;
    }
  }

  /** The same for paths whose last rider may take the place of the first. */
  private close(link: number, rider: number, now: number, found: Chain[]): void {
    const { gains } = this;
    const next = this.value[link + 1] as Float64Array;
    const before = this.before[link + 1] as Int16Array;
    const nextRoot = this.root[link + 1] as Int16Array;
    const first = (this.root[link] as Int16Array)[rider] as number;
    let [best, last] = [LEAST_GAIN, -1];
    for (let other = 0; other < gains.riders; other++) {
      const car = gains.carOf[other] as number;
      if (car < 0) continue;
      const total = now + gains.replace(other, rider);
      if (total <= LEAST_GAIN || this.passes(car)) continue;
      const closed = total + gains.replace(first, other);
      if (closed > best) [best, last] = [closed, other];
      if (total <= (next[other] as number)) continue;
      next[other] = total;
      before[other] = rider;
      nextRoot[other] = first;
    }
    if (last >= 0) found.push({ riders: [...this.traced(), last], end: 'first', gain: best });
  }

  /** Records the riders of the chain that ends with this one, last first, and their cars. */
  private trace(rider: number, link: number): void {
    let at = rider;
    this.length = link + 1;
    for (let i = 0; i <= link; i++) {
      this.path[i] = at;
      this.cars[i] = this.gains.carOf[at] as number;
      at = (this.before[link - i] as Int16Array)[at] as number;
    }
  }

  private traced(): number[] {
    return Array.from(this.path.subarray(0, this.length)).reverse();
  }

  private passes(car: number): boolean {
    for (let i = 0; i < this.length; i++) if (this.cars[i] === car) return true;
    return false;
  }

  private carsOf({ riders, end }: Chain): number[] {
    const cars = riders.map((rider) => this.gains.carOf[rider] as number).filter((car) => car >= 0);
    return typeof end === 'number' ? [...cars, end] : cars;
  }

  private take({ riders, end }: Chain, cars: readonly number[]): void {
    const { gains, needs } = this;
    const places = riders.map((rider) => gains.carOf[rider] as number);
    const routes = new Map(cars.map((car) => [car, gains.routes[car] as Route]));
    riders.forEach((rider, i) => {
      const from = places[i] as number;
      if (from >= 0) routes.set(from, withoutRider(routes.get(from) as Route, rider, needs));
    });
    riders.forEach((rider, i) => {
      const isLast = i === riders.length - 1;
      const to = !isLast ? places[i + 1] : end === 'first' ? places[0] : end;
      if (typeof to !== 'number') return;
      const route = routes.get(to) as Route;
      const insertion = bestInsertion(timeline, route, rider, needs);
      if (insertion) routes.set(to, inserted(route, rider, insertion, needs));
    });
    for (const [car, route] of routes) gains.set(car, route);
  }
}
