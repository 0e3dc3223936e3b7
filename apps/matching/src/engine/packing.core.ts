// At most one column per car, and no rider in two: set packing over the columns of all cars.
//
// Lagrangian relaxation (Fisher 1981, "The Lagrangian relaxation method for solving integer programming problems"):
// with a price on every rider, each car chooses independently, and prices plus choices are an upper bound of every
// packing. Subgradient steps (Held, Wolfe, Crowder 1974) lower the bound. On the way the prices guide a greedy packing,
// which is improved by exchanging columns.
//
// Invariants: `best` is always a packing worth `points`; no packing of these columns is worth more than `bound`.
import type { Column } from './columns.core.js';
import { shuffled } from './random.core.js';

/** How often cars are chosen around a rider who is left out, and how many of these cars are random even then. */
const LEFT_OUT_SHARE = 0.6;
const BY_CHANCE = 2;

export class Packing {
  readonly cars: number;
  /** By column: its worth, and its worth after prices in the last step. */
  readonly worth: Float64Array;
  readonly reduced: Float64Array;
  /** Columns of car c are `first[c]` to `first[c + 1]`. */
  readonly first: Int32Array;
  /** Riders of column k are `rider[from[k]]` to `rider[from[k + 1]]`. */
  readonly from: Int32Array;
  readonly rider: Int16Array;

  points = 0;
  bound = Infinity;
  /** By car: its column, -1 for none. */
  readonly best: Int32Array;
  /** The prices that give `bound`. */
  readonly prices: Float64Array;

  private readonly trial: Float64Array;
  private readonly taken: Int16Array;
  private readonly owner: Int16Array;
  private readonly chosen: Int32Array;
  private stepLength = 1;
  private sinceBetter = 0;

  /**
   * @param chosen by car, the index in its list of a packing to improve; -1 for none
   * @param prices to start from, by rider
   */
  constructor(
    readonly columns: readonly (readonly Column[])[],
    prices: Float64Array,
    chosen: readonly number[],
    private readonly random: () => number,
  ) {
    this.cars = columns.length;
    this.first = new Int32Array(this.cars + 1);
    columns.forEach((list, car) => (this.first[car + 1] = (this.first[car] as number) + list.length));
    const count = this.first[this.cars] as number;
    this.worth = new Float64Array(count);
    this.reduced = new Float64Array(count);
    this.from = new Int32Array(count + 1);
    const riders: number[] = [];
    let k = 0;
    for (const list of columns) {
      for (const column of list) {
        this.worth[k] = column.points;
        for (const rider of column.riders) riders.push(rider);
        this.from[++k] = riders.length;
      }
    }
    this.rider = Int16Array.from(riders);
    this.prices = prices.slice();
    this.trial = prices.slice();
    this.taken = new Int16Array(prices.length);
    this.owner = new Int16Array(prices.length);
    this.best = Int32Array.from(chosen, (index, car) => (index < 0 ? -1 : (this.first[car] as number) + index));
    this.chosen = this.best.slice();
    this.points = this.worthOf(this.best);
  }

  get isProven(): boolean {
    return this.bound - this.points <= 1e-6;
  }

  /** True when steps have become too short to matter. */
  get isSettled(): boolean {
    return this.isProven || this.stepLength < 0.01;
  }

  /** The position, in the car's list, of its column in the best packing; -1 for none. */
  chosenOf(car: number): number {
    const column = this.best[car] as number;
    return column < 0 ? -1 : column - (this.first[car] as number);
  }

  private worthOf(chosen: Int32Array): number {
    let sum = 0;
    for (const k of chosen) if (k >= 0) sum += this.worth[k] as number;
    return sum;
  }

  /** Makes one price step. O(columns). */
  step(): void {
    const bound = this.choose();
    if (bound < this.bound) {
      this.bound = bound;
      this.prices.set(this.trial);
      this.sinceBetter = 0;
    } else if (++this.sinceBetter >= 8) {
      this.stepLength /= 2;
      this.sinceBetter = 0;
      this.trial.set(this.prices);
      return;
    }
    const { trial, taken } = this;
    let norm = 0;
    for (let j = 0; j < trial.length; j++) {
      const excess = (taken[j] as number) - 1;
      if (excess > 0 || (trial[j] as number) > 0) norm += excess * excess;
    }
    if (norm === 0) return;
    const length = (this.stepLength * (bound - this.points)) / norm;
    for (let j = 0; j < trial.length; j++) {
      trial[j] = Math.max(0, (trial[j] as number) + length * ((taken[j] as number) - 1));
    }
  }

  /** Each car's best choice at the trial prices; counts how many cars take each rider. */
  private choose(): number {
    const { trial, taken, worth, reduced, first, from, rider } = this;
    taken.fill(0);
    let bound = 0;
    for (let j = 0; j < trial.length; j++) bound += trial[j] as number;
    for (let car = 0; car < this.cars; car++) {
      let [top, topValue] = [-1, 0];
      for (let k = first[car] as number; k < (first[car + 1] as number); k++) {
        let value = worth[k] as number;
        for (let r = from[k] as number; r < (from[k + 1] as number); r++) value -= trial[rider[r] as number] as number;
        reduced[k] = value;
        if (value > topValue) {
          top = k;
          topValue = value;
        }
      }
      bound += topValue;
      if (top < 0) continue;
      for (let r = from[top] as number; r < (from[top + 1] as number); r++) (taken[rider[r] as number] as number)++;
    }
    return bound;
  }

  /** Builds a packing by the reduced worth of the last step, car by car in random order, then improves it by exchanges. */
  pack(): void {
    this.owner.fill(-1);
    this.chosen.fill(-1);
    const order = shuffled(
      Array.from({ length: this.cars }, (_, car) => car),
      this.random,
    );
    for (const car of order) this.give(car, this.reduced, -Infinity);
    for (let isBetter = true; isBetter;) {
      isBetter = false;
      for (const car of order) {
        const now = this.chosen[car] as number;
        if (this.give(car, this.worth, now < 0 ? 0 : (this.worth[now] as number) + 1e-9)) isBetter = true;
      }
    }
    this.offer(this.chosen);
  }

  /** Cars to choose again together: random ones, or those that could best take a rider who is left out. */
  someCars(most: number): number[] {
    const order = shuffled(
      Array.from({ length: this.cars }, (_, car) => car),
      this.random,
    );
    const left = this.leftOut();
    const isByRider = left.length > 0 && this.random() < LEFT_OUT_SHARE;
    if (!isByRider) return order.slice(0, most);
    const wanted = left[Math.floor(this.random() * left.length)] as number;
    const able = order
      .map((car) => ({ car, regret: this.regretOf(car, wanted) }))
      .filter(({ regret }) => regret < Infinity)
      .sort((a, b) => a.regret - b.regret)
      .map(({ car }) => car)
      .slice(0, most - BY_CHANCE);
    return [...able, ...order.filter((car) => !able.includes(car))].slice(0, most);
  }

  /** Riders who are in no column of the best packing. */
  private leftOut(): number[] {
    this.owner.fill(-1);
    this.best.forEach((column, car) => this.own(column, car));
    const left: number[] = [];
    this.owner.forEach((car, rider) => {
      if (car < 0) left.push(rider);
    });
    return left;
  }

  /** How much the car's best column with this rider is below its best column, at the prices of the bound. */
  private regretOf(car: number, wanted: number): number {
    const { first, from, rider, worth, prices } = this;
    let [top, topWith] = [0, -Infinity];
    for (let k = first[car] as number; k < (first[car + 1] as number); k++) {
      let value = worth[k] as number;
      let isWith = false;
      for (let r = from[k] as number; r < (from[k + 1] as number); r++) {
        value -= prices[rider[r] as number] as number;
        if (rider[r] === wanted) isWith = true;
      }
      if (value > top) top = value;
      if (isWith && value > topWith) topWith = value;
    }
    return top - topWith;
  }

  /** Keeps the packing if it is worth more. */
  offer(chosen: Int32Array): void {
    const points = this.worthOf(chosen);
    if (points <= this.points + 1e-9) return;
    this.points = points;
    this.best.set(chosen);
  }

  /** Gives the car its most valuable column among those whose riders are free, if its value is above `least`. */
  private give(car: number, value: Float64Array, least: number): boolean {
    const { owner, first, from, rider } = this;
    let [top, topValue] = [-1, least];
    for (let k = first[car] as number; k < (first[car + 1] as number); k++) {
      if ((value[k] as number) <= topValue) continue;
      let isFree = true;
      for (let r = from[k] as number; isFree && r < (from[k + 1] as number); r++) {
        const by = owner[rider[r] as number] as number;
        isFree = by === -1 || by === car;
      }
      if (!isFree) continue;
      top = k;
      topValue = value[k] as number;
    }
    if (top < 0) return false;
    this.own(this.chosen[car] as number, -1);
    this.own(top, car);
    this.chosen[car] = top;
    return true;
  }

  private own(column: number, car: number): void {
    if (column < 0) return;
    for (let r = this.from[column] as number; r < (this.from[column + 1] as number); r++) {
      this.owner[this.rider[r] as number] = car;
    }
  }
}
