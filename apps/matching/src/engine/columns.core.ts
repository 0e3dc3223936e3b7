// Every set of riders that one car could take, each at its best order of stops: the columns of the packing problem.
//
// A set grows by one rider at a time, and its orders by one drop-off at every place in them. Riders are added by pickup,
// latest first, so that the first one fixes the departure of all sets grown from it. Every order of a set is found this way
// when a detour by a rider never makes a drive shorter; where the matrix breaks that by a few seconds, orders that break
// limits by no more than that still grow. Where a limit below cuts something off, the list says it is not complete.
import { MAY_BOARD, SLACK_SECONDS, type Car, type Sequence } from './car.core.js';
import { Timeline } from './insertion.core.js';

export interface Column {
  readonly riders: readonly number[];
  /** The best order. */
  readonly sequence: Sequence;
  readonly depart: number;
  /** What the car brings to the objective with these riders. */
  readonly points: number;
}

export interface Columns {
  /** Best first. */
  readonly list: readonly Column[];
  /** There is no other set of riders this car could take, and no better order of one. */
  readonly isComplete: boolean;
  /** The limit cut something off: a higher one would find more. */
  readonly isCut: boolean;
}

export interface Growth {
  /** By rider. */
  readonly partySize: Uint8Array;
  readonly wheelchairs: Uint8Array;
  /** By rider: what serving them is worth elsewhere. Decides which sets are kept. */
  readonly prices: Float64Array;
  /** Sets kept of each size. */
  readonly limit: number;
  /** By how many seconds limits may be broken by an order that still grows. */
  readonly tolerance: number;
}

/** A set that may grow. */
interface Growing {
  readonly riders: readonly number[];
  /** Place of the newest rider among the candidates; only later ones are added. */
  readonly last: number;
  /** Orders to grow from, best first. */
  readonly orders: readonly Sequence[];
  readonly depart: number;
  readonly seats: number;
  readonly wheelchairPlaces: number;
  /** Points of the riders, without the drive. */
  readonly worth: number;
  /** Their prices. */
  readonly price: number;
  /** What is left of the worth after prices and drive: sets with more are kept. */
  readonly rank: number;
  /** Undefined when every order breaks a limit, if only by the tolerance. */
  readonly column: Column | undefined;
}

/** Orders kept of a set that grows: all of four riders among no promised stop. */
const MAX_ORDERS = 24;
/** Riders tried with others, as a multiple of the sets kept. */
const CANDIDATES_PER_SET = 4;

/** Scratch for one set at a time: making it anew for every plan took half of a small plan's time. */
const timelines: readonly Timeline[] = Array.from({ length: MAX_ORDERS }, () => new Timeline());
const ends = new Float64Array(MAX_ORDERS + 1);
const codes = new Int32Array(MAX_ORDERS + 1);

export class ColumnFinder {
  private car!: Car;
  private candidates: readonly number[] = [];
  /** `fits[a * candidates + b]`: the two go together in one car, a before b among the candidates. */
  private fits = new Uint8Array(0);
  private order = new Int32Array(0);
  private columns: Column[] = [];
  private isCut = false;
  private isComplete = true;

  constructor(private readonly growth: Growth) {}

  columnsOf(car: Car): Columns {
    this.car = car;
    this.columns = [];
    this.isComplete = true;
    this.isCut = false;
    const { limit } = this.growth;
    this.setCandidates(boarding(car));
    let level = this.singles();
    // Who is not among the best alone is not tried with others: a crowd must not cost its square.
    if (level.length > limit * CANDIDATES_PER_SET) {
      const kept = new Set(this.best(level, limit * CANDIDATES_PER_SET).map(({ riders }) => riders[0]));
      this.setCandidates(this.candidates.filter((rider) => kept.has(rider)));
      level = this.singles();
    }
    while (level.length > 0) {
      level = this.best(level, limit);
      const next: Growing[] = [];
      for (const parent of level) {
        if (parent.column) this.columns.push(parent.column);
        this.load(parent);
        for (let last = parent.last + 1; last < this.candidates.length; last++) {
          if (this.mayAdd(parent, last)) this.add(parent, last, next);
        }
      }
      level = next;
    }
    this.columns.sort((a, b) => b.points - a.points);
    return { list: this.columns, isComplete: this.isComplete && !this.isCut, isCut: this.isCut };
  }

  private setCandidates(candidates: readonly number[]): void {
    this.candidates = candidates;
    this.fits = new Uint8Array(candidates.length * candidates.length);
    this.order = new Int32Array(this.car.limits.length);
    candidates.forEach((rider, i) => (this.order[rider] = i));
  }

  private singles(): Growing[] {
    const { car } = this;
    const { seats, wheelchairPlaces } = car.driver;
    const level: Growing[] = [];
    this.candidates.forEach((rider, last) => {
      const depart = Math.max(car.depart, car.pickup[rider] as number);
      const nobody = { riders: [], last: -1, orders: [car.alone], depart, seats, wheelchairPlaces };
      const empty: Growing = { ...nobody, worth: 0, price: 0, rank: 0, column: undefined };
      this.load(empty);
      this.add(empty, last, level);
    });
    return level;
  }

  private best(level: Growing[], limit: number): Growing[] {
    if (level.length <= limit) return level;
    this.isCut = true;
    return level.sort((a, b) => b.rank - a.rank).slice(0, limit);
  }

  private load({ orders, depart }: Growing): void {
    orders.forEach((sequence, i) => (timelines[i] as Timeline).load(this.car, sequence, depart));
  }

  private mayAdd({ riders, seats, wheelchairPlaces }: Growing, last: number): boolean {
    const rider = this.candidates[last] as number;
    if ((this.growth.partySize[rider] as number) > seats) return false;
    if ((this.growth.wheelchairs[rider] as number) > wheelchairPlaces) return false;
    if (riders.length < 2) return true;
    for (const each of riders) {
      if (this.fits[(this.order[each] as number) * this.candidates.length + last] === 0) return false;
    }
    return true;
  }

  /** The set with one rider more, as a column when it keeps all limits, and to grow further when it may. */
  private add(parent: Growing, last: number, level: Growing[]): void {
    const { car, growth } = this;
    const rider = this.candidates[last] as number;
    const seats = parent.seats - (growth.partySize[rider] as number);
    const mayGrow = seats > 0 && last + 1 < this.candidates.length;
    const room = mayGrow ? MAX_ORDERS : 1;
    let [count, best, bestCode] = [0, Infinity, -1];
    for (let i = 0; i < parent.orders.length; i++) {
      const timeline = timelines[i] as Timeline;
      for (let position = 0; position < timeline.length; position++) {
        const end = timeline.endWith(rider, position);
        if (timeline.excess > growth.tolerance + SLACK_SECONDS) continue;
        const code = i * 64 + position;
        if (timeline.excess <= SLACK_SECONDS && end < best) [best, bestCode] = [end, code];
        // Kept sorted, best first; one too many falls off the end.
        if (mayGrow && count === room) this.isComplete = false;
        let at = count;
        while (at > 0 && (ends[at - 1] as number) > end) at--;
        if (at >= room) continue;
        for (let k = Math.min(count, room - 1); k > at; k--) {
          ends[k] = ends[k - 1] as number;
          codes[k] = codes[k - 1] as number;
        }
        ends[at] = end;
        codes[at] = code;
        if (count < room) count++;
      }
    }
    if (count === 0) return;
    if (parent.riders.length === 1) this.fits[parent.last * this.candidates.length + last] = 1;
    const riders = [...parent.riders, rider];
    const worth = parent.worth + (car.points[rider] as number);
    const points = worth + car.claimPoints - (best - car.aloneEnd);
    const { depart } = parent;
    const column =
      bestCode < 0 ? undefined : { riders, sequence: inserted(parent.orders, bestCode, rider), depart, points };
    const orders: Sequence[] = [];
    for (let i = 0; mayGrow && i < count; i++) orders.push(inserted(parent.orders, codes[i] as number, rider));
    const wheelchairPlaces = parent.wheelchairPlaces - (growth.wheelchairs[rider] as number);
    const price = parent.price + (growth.prices[rider] as number);
    const rank = worth - price - (ends[0] as number);
    level.push({ riders, last, orders, depart, seats, wheelchairPlaces, worth, price, rank, column });
  }
}

/** Riders by pickup, latest first. */
function boarding(car: Car): number[] {
  const riders: number[] = [];
  car.limits.forEach((limit, rider) => {
    if (limit === MAY_BOARD) riders.push(rider);
  });
  return riders.sort((a, b) => (car.pickup[b] as number) - (car.pickup[a] as number));
}

function inserted(orders: readonly Sequence[], code: number, rider: number): Sequence {
  const sequence = (orders[code >> 6] as Sequence).slice();
  sequence.splice(code & 63, 0, rider);
  return sequence;
}
