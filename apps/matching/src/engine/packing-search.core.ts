// Finishes what the prices began: looks through all packings that could still be worth more than the best one known.
//
// At the prices of the bound every packing is worth the bound less its regrets: for each car, how far its column is below the
// car's best after prices; for each priced rider whom nobody takes, the price. Regrets add up and never shrink, so a
// packing whose regrets reach the gap between bound and best cannot be better: depth first over the cars, cut there.
import type { Packing } from './packing.core.js';

interface Choice {
  /** -1: the car takes nobody. */
  readonly column: number;
  readonly regret: number;
}

const NODES_PER_LOOK = 256;

/** @returns the nodes visited; when that is fewer than `maxNodes` the packing's best is proven, and its bound says so */
export function searchPackings(packing: Packing, maxNodes: number, isOver: () => boolean): number {
  const { from, rider, prices } = packing;
  const gap = () => packing.bound - packing.points;
  const choices = Array.from({ length: packing.cars }, (_, car) => choicesOf(packing, car, gap()));
  // Cars with few choices first: the tree is narrow where it is cut.
  const order = choices.map((_, car) => car).sort((a, b) => length(choices[a]) - length(choices[b]) || a - b);
  const unserved = lastChance(packing, choices, order);
  const isTaken = new Uint8Array(prices.length);
  const chosen = new Int32Array(packing.cars).fill(-1);
  let nodes = 0;
  visit(0, unserved.base);
  if (nodes < maxNodes) packing.bound = Math.min(packing.bound, packing.points);
  return nodes;

  function visit(depth: number, regret: number): void {
    const car = order[depth];
    if (car === undefined) return packing.offer(chosen);
    for (const choice of choices[car] as Choice[]) {
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

/** The car's choices whose own regret is below the gap, least regret first. */
function choicesOf({ first, from, rider, worth, prices }: Packing, car: number, gap: number): Choice[] {
  const values: { column: number; value: number }[] = [{ column: -1, value: 0 }];
  for (let k = first[car] as number; k < (first[car + 1] as number); k++) {
    let value = worth[k] as number;
    for (let r = from[k] as number; r < (from[k + 1] as number); r++) value -= prices[rider[r] as number] as number;
    values.push({ column: k, value });
  }
  const top = values.reduce((most, { value }) => Math.max(most, value), 0);
  return values
    .map(({ column, value }) => ({ column, regret: top - value }))
    .filter(({ regret }) => regret < gap)
    .sort((a, b) => a.regret - b.regret);
}

/** After which car nobody is left who could take a priced rider; those whom no choice takes at all are regretted at once. */
function lastChance({ from, rider, prices }: Packing, choices: readonly Choice[][], order: readonly number[]) {
  const last = new Int32Array(prices.length).fill(-1);
  order.forEach((car, depth) => {
    for (const { column } of choices[car] as Choice[]) {
      if (column < 0) continue;
      for (let r = from[column] as number; r < (from[column + 1] as number); r++) last[rider[r] as number] = depth;
    }
  });
  const after: number[][] = order.map(() => []);
  let base = 0;
  last.forEach((depth, j) => {
    if ((prices[j] as number) <= 0) return;
    if (depth < 0) base += prices[j] as number;
    else (after[depth] as number[]).push(j);
  });
  return { after, base };
}
