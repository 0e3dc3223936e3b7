// All sets of riders that one car could take, each with its best order of stops: the columns of the packing problem.
//
// A set grows by one rider at a time; the new drop-off is tried at every position in each known order. Riders are added
// by pickup time, latest first, so that the first rider fixes the departure of all sets that grow from it. This finds
// every order of a set if a detour never makes a drive shorter. If the travel matrix violates that by a few seconds,
// orders that break limits by no more than that still grow. If one of the limits below removes something, the list is
// marked as incomplete.
import { MAY_BOARD, SLACK_SECONDS, type Car, type Sequence } from './car.core.js';
import { Timeline } from './insertion.core.js';

export interface Column {
  readonly riders: readonly number[];
  /** The best order. */
  readonly sequence: Sequence;
  readonly depart: number;
  /** The car's contribution to the objective with these riders. */
  readonly points: number;
}

export interface Columns {
  /** Best first. */
  readonly list: readonly Column[];
  /** True if the car can take no other set of riders, and no set has a better order. */
  readonly isComplete: boolean;
  /** True if `limit` removed something: a higher limit would find more. */
  readonly isCut: boolean;
}

export interface Growth {
  /** By rider. */
  readonly people: Uint8Array;
  readonly wheelchairs: Uint8Array;
  /** By rider: the price, what serving them is worth in another car. Decides which sets are kept. */
  readonly prices: Float64Array;
  /** Sets kept of each size. */
  readonly limit: number;
  /** An order may still grow if it breaks limits by at most this many seconds. */
  readonly tolerance: number;
}

/** A set that was found. Its orders are only written out when the set is kept. */
interface Found {
  readonly parent: Growing;
  /** Position of the newest rider among the candidates; only later candidates are added. */
  readonly last: number;
  /** Earliest end of the drive, over all orders that may grow. */
  readonly end: number;
  /**
   * The best order that keeps all limits, encoded as `order of the parent * 64 + position`, and its end; -1 when there
   * is none.
   */
  readonly bestCode: number;
  readonly bestEnd: number;
  /** The worth minus prices and drive: sets with a higher rank are kept. */
  readonly rank: number;
}

/** A set that may grow. */
interface Growing {
  readonly riders: readonly number[];
  readonly last: number;
  /** Orders to grow from, best first, and the end of the best. */
  readonly orders: readonly Sequence[];
  readonly end: number;
  readonly depart: number;
  readonly seats: number;
  readonly wheelchairPlaces: number;
  /** Points of the riders, without the drive. */
  readonly worth: number;
  /** Their prices. */
  readonly price: number;
}

/** Orders kept of a set that grows. Enough for all orders of four riders without promised stops. */
const MAX_ORDERS = 24;
/** Orders kept after sets were removed, when the list is incomplete anyway. 4 found little more in more time. */
const FEW_ORDERS = 2;
/** Riders tried with others, as a multiple of the sets kept. */
const CANDIDATES_PER_SET = 2;

/** Buffers for one set at a time: allocating them for every plan took half the time of a small plan. */
const timelines: readonly Timeline[] = Array.from({ length: MAX_ORDERS }, () => new Timeline());
const ends = new Float64Array(MAX_ORDERS);
const codes = new Int32Array(MAX_ORDERS);

export class ColumnFinder {
  private car!: Car;
  private candidates: readonly number[] = [];
  /** `clash[a * candidates + b]`: candidates a and b (a before b) were tried and cannot both be in this car. */
  private clash = new Uint8Array(0);
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
    const nobody = this.nobody();
    // Only the riders who are best alone are combined, so that the time does not grow with the square of the crowd.
    const most = limit * CANDIDATES_PER_SET;
    let found = this.grow([nobody], Math.max(most, this.candidates.length));
    if (found.length > most) {
      this.isCut = true;
      const kept = new Set(
        found
          .sort(byRank)
          .slice(0, most)
          .map(({ last }) => this.candidates[last]),
      );
      this.setCandidates(this.candidates.filter((rider) => kept.has(rider)));
      found = this.grow([nobody], most);
    }
    while (found.length > 0) {
      const level = this.kept(found, limit);
      found = this.grow(level, limit);
    }
    this.columns.sort((a, b) => b.points - a.points);
    return { list: this.columns, isComplete: this.isComplete && !this.isCut, isCut: this.isCut };
  }

  private setCandidates(candidates: readonly number[]): void {
    this.candidates = candidates;
    this.clash = new Uint8Array(candidates.length * candidates.length);
    this.order = new Int32Array(this.car.limits.length);
    candidates.forEach((rider, i) => (this.order[rider] = i));
  }

  private nobody(): Growing {
    const { alone, aloneEnd, depart, driver } = this.car;
    const { seats, wheelchairPlaces } = driver;
    const nothing = { riders: [], last: -1, worth: 0, price: 0 };
    return { ...nothing, orders: [alone], end: aloneEnd, depart, seats, wheelchairPlaces };
  }

  /** The best sets with one rider more than the sets of `level`: `limit` of them, or a few more. */
  private grow(level: readonly Growing[], limit: number): Found[] {
    let found: Found[] = [];
    let least = -Infinity;
    for (const parent of level) {
      const isAlone = parent.riders.length === 0;
      if (!isAlone) this.load(parent, parent.depart);
      for (let last = parent.last + 1; last < this.candidates.length; last++) {
        if (!this.mayAdd(parent, last)) continue;
        const rider = this.candidates[last] as number;
        // No order ends before the parent's best one, except for time saved by driving through a third place.
        const value = parent.worth + (this.car.points[rider] as number) - parent.price - this.price(rider);
        if (value - parent.end + this.growth.tolerance < least) {
          this.isCut = true;
          continue;
        }
        if (isAlone) this.load(parent, Math.max(parent.depart, this.car.pickup[rider] as number));
        const one = this.withRider(parent, last, value);
        if (!one) continue;
        found.push(one);
        if (found.length < 2 * limit) continue;
        this.isCut = true;
        found = found.sort(byRank).slice(0, limit);
        least = (found.at(-1) as Found).rank;
      }
    }
    return found;
  }

  /** The best of the sets, ready to grow. Sets that keep all limits become columns. */
  private kept(found: Found[], limit: number): Growing[] {
    if (found.length > limit) this.isCut = true;
    const best = found.length > limit ? found.sort(byRank).slice(0, limit) : found;
    return best.map((each) => this.written(each));
  }

  private load({ orders }: Growing, depart: number): void {
    orders.forEach((sequence, i) => (timelines[i] as Timeline).load(this.car, sequence, depart));
  }

  private price(rider: number): number {
    return this.growth.prices[rider] as number;
  }

  private mayAdd({ riders, seats, wheelchairPlaces }: Growing, last: number): boolean {
    const rider = this.candidates[last] as number;
    if ((this.growth.people[rider] as number) > seats) return false;
    if ((this.growth.wheelchairs[rider] as number) > wheelchairPlaces) return false;
    if (riders.length < 2) return true;
    for (const each of riders) {
      if (this.clash[(this.order[each] as number) * this.candidates.length + last] === 1) return false;
    }
    return true;
  }

  /** The loaded set with one more rider; undefined when no order of it may grow. */
  private withRider(parent: Growing, last: number, value: number): Found | undefined {
    const rider = this.candidates[last] as number;
    const most = this.growth.tolerance + SLACK_SECONDS;
    let [end, bestEnd, bestCode] = [Infinity, Infinity, -1];
    for (let i = 0; i < parent.orders.length; i++) {
      const timeline = timelines[i] as Timeline;
      for (let position = 0; position < timeline.length; position++) {
        const at = timeline.endWith(rider, position);
        if (timeline.excess > most) continue;
        if (at < end) end = at;
        if (timeline.excess <= SLACK_SECONDS && at < bestEnd) [bestEnd, bestCode] = [at, i * 64 + position];
      }
    }
    if (end === Infinity) {
      if (parent.riders.length === 1) this.clash[parent.last * this.candidates.length + last] = 1;
      return undefined;
    }
    return { parent, last, end, bestCode, bestEnd, rank: value - end };
  }

  /** A found set with its orders written out, and as a column. */
  private written({ parent, last, end, bestCode, bestEnd }: Found): Growing {
    const { car } = this;
    const rider = this.candidates[last] as number;
    const riders = [...parent.riders, rider];
    const depart = Math.max(parent.depart, car.pickup[rider] as number);
    const worth = parent.worth + (car.points[rider] as number);
    if (bestCode >= 0) {
      const points = worth + car.claimPoints - (bestEnd - car.aloneEnd);
      this.columns.push({ riders, sequence: inserted(parent.orders, bestCode, rider), depart, points });
    }
    const seats = parent.seats - (this.growth.people[rider] as number);
    const wheelchairPlaces = parent.wheelchairPlaces - (this.growth.wheelchairs[rider] as number);
    const mayGrow = seats > 0 && last + 1 < this.candidates.length;
    const orders = mayGrow ? this.ordersOf(parent, rider, depart) : [];
    return {
      riders,
      last,
      orders,
      end,
      depart,
      seats,
      wheelchairPlaces,
      worth,
      price: parent.price + this.price(rider),
    };
  }

  /** The orders that may grow, best first. */
  private ordersOf(parent: Growing, rider: number, depart: number): Sequence[] {
    this.load(parent, depart);
    const room = this.isCut ? FEW_ORDERS : MAX_ORDERS;
    let count = 0;
    for (let i = 0; i < parent.orders.length; i++) {
      const timeline = timelines[i] as Timeline;
      for (let position = 0; position < timeline.length; position++) {
        const end = timeline.endWith(rider, position);
        if (timeline.excess > this.growth.tolerance + SLACK_SECONDS) continue;
        // Kept sorted; if there is one too many, the last one is dropped.
        if (count === room) this.isComplete = false;
        let at = count;
        while (at > 0 && (ends[at - 1] as number) > end) at--;
        if (at >= room) continue;
        for (let k = Math.min(count, room - 1); k > at; k--) {
          ends[k] = ends[k - 1] as number;
          codes[k] = codes[k - 1] as number;
        }
        ends[at] = end;
        codes[at] = i * 64 + position;
        if (count < room) count++;
      }
    }
    return Array.from({ length: count }, (_, i) => inserted(parent.orders, codes[i] as number, rider));
  }
}

const byRank = (a: Found, b: Found): number => b.rank - a.rank;

/** Riders by pickup time, latest first. */
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
