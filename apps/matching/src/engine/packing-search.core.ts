// Searches packings for one that is worth more than the best known: all of them, or those that differ in a few cars.
//
// At given prices, a packing is worth the bound minus its regrets. The regret of a car is how much its column is below
// the car's best one after prices; the regret of a priced rider whom nobody takes is the price. Regrets add up and
// never decrease, so a packing cannot be better once its regrets reach the gap between bound and best. The search is
// depth first over the cars and stops there.
import type { Packing } from './packing.core.js';

interface Choice {
  /** -1: the car takes no riders. */
  readonly column: number;
  readonly regret: number;
}

const NODES_PER_LOOK = 256;

/**
 * Chooses again for `cars`; all other cars stay as in the packing's best. Returns the nodes visited. If that is fewer
 * than `maxNodes`, no better choice exists; with all cars, the packing's bound is then lowered to its best.
 */
export function searchPackings(
  packing: Packing,
  maxNodes: number,
  isOver: () => boolean,
  cars: readonly number[] = Array.from({ length: packing.cars }, (_, car) => car),
): number {
  const { from, rider, prices } = packing;
  const chosen = packing.best.slice();
  for (const car of cars) chosen[car] = -1;
  const isTaken = new Uint8Array(prices.length);
  for (const column of chosen) mark(column, 1);
  const { choices, bound } = freeChoices();
  const gap = () => bound - packing.points;
  // Cars with few choices come first, so that the search tree is narrow where it is cut.
  const order = choices.map((_, i) => i).sort((a, b) => length(choices[a]) - length(choices[b]) || a - b);
  const unserved = lastChance(packing, choices, order, isTaken);
  let nodes = 0;
  visit(0, unserved.base);
  if (nodes < maxNodes && cars.length === packing.cars) packing.bound = Math.min(packing.bound, packing.points);
  return nodes;

  /**
   * By car: its choices whose own regret is below the gap, least regret first; and an upper bound of all their
   * packings.
   */
  function freeChoices(): { choices: Choice[][]; bound: number } {
    let sum = 0;
    for (const column of chosen) if (column >= 0) sum += packing.worth[column] as number;
    prices.forEach((price, j) => (sum += isTaken[j] === 0 ? price : 0));
    const values = cars.map((car) => valuesOf(car));
    const tops = values.map((list) => list.reduce((most, { value }) => Math.max(most, value), 0));
    for (const top of tops) sum += top;
    const most = sum - packing.points;
    const list = values.map((each, i) =>
      each
        .map(({ column, value }) => ({ column, regret: (tops[i] as number) - value }))
        .filter(({ regret }) => regret < most)
        .sort((a, b) => a.regret - b.regret),
    );
    return { choices: list, bound: sum };
  }

  function valuesOf(car: number): { column: number; value: number }[] {
    const values = [{ column: -1, value: 0 }];
    const end = packing.first[car + 1] as number;
    for (let column = packing.first[car] as number; column < end; column++) {
      if (!isFree(column)) continue;
      let value = packing.worth[column] as number;
      for (let r = from[column] as number; r < (from[column + 1] as number); r++) {
        value -= prices[rider[r] as number] as number;
      }
      values.push({ column, value });
    }
    return values;
  }

  function visit(depth: number, regret: number): void {
    const at = order[depth];
    if (at === undefined) return packing.offer(chosen);
    const car = cars[at] as number;
    for (const choice of choices[at] as Choice[]) {
      if (regret + choice.regret >= gap() - 1e-6) return;
      if (nodes >= maxNodes) return;
      if (++nodes % NODES_PER_LOOK === 0 && isOver()) nodes = maxNodes;
      const { column } = choice;
      if (!isFree(column)) continue;
      mark(column, 1);
      chosen[car] = column;
      let missed = 0;
      for (const j of unserved.after[depth] as number[]) if (isTaken[j] === 0) missed += prices[j] as number;
      visit(depth + 1, regret + choice.regret + missed);
      chosen[car] = -1;
      mark(column, 0);
    }
  }

  function isFree(column: number): boolean {
    if (column < 0) return true;
    for (let r = from[column] as number; r < (from[column + 1] as number); r++) {
      if (isTaken[rider[r] as number] === 1) return false;
    }
    return true;
  }

  function mark(column: number, value: number): void {
    if (column < 0) return;
    for (let r = from[column] as number; r < (from[column + 1] as number); r++) isTaken[rider[r] as number] = value;
  }

  function length(list: readonly Choice[] | undefined): number {
    return list?.length ?? 0;
  }
}

/**
 * For each priced rider, the car after which nobody is left who could take them. Riders whom no choice takes count as
 * regret from the start.
 */
function lastChance(
  { from, rider, prices }: Packing,
  choices: readonly Choice[][],
  order: readonly number[],
  isTaken: Uint8Array,
) {
  const last = new Int32Array(prices.length).fill(-1);
  order.forEach((at, depth) => {
    for (const { column } of choices[at] as Choice[]) {
      if (column < 0) continue;
      for (let r = from[column] as number; r < (from[column + 1] as number); r++) last[rider[r] as number] = depth;
    }
  });
  const after: number[][] = order.map(() => []);
  let base = 0;
  last.forEach((depth, j) => {
    if ((prices[j] as number) <= 0 || isTaken[j] === 1) return;
    if (depth < 0) base += prices[j] as number;
    else (after[depth] as number[]).push(j);
  });
  return { after, base };
}
