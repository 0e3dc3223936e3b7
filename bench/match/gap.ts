// How far the engine's plans are from the proven optimum, and greedy ones, over generated stations of each size.
import type { StationPlan } from '../../apps/matching/src/engine/engine.types.js';
import { optimiser, type Optimise } from './exact.js';
import { generateInstance, SIZES, type Shape } from './generate.js';
import { engineInstance } from './instance-file.js';
import type { InstanceJson } from './instance.types.js';
import { solve, warmUp, type Effort } from './solve.js';

type Size = Pick<Shape, 'drivers' | 'riders'>;

interface Row {
  readonly gap: number;
  readonly greedyGap: number;
  readonly milliseconds: number;
  readonly isProven: boolean;
  readonly optimumMilliseconds: number;
}

/** Sets of riders beyond which a station is left out of the table: the integer program would take minutes. */
const MAX_COLUMNS = 40_000;

/** One line per size and layout, printed as they are found. */
export async function* gapTable(
  stations: number,
  effort: Effort,
  sizes: readonly Size[] = SIZES,
): AsyncGenerator<string> {
  const optimumOf = await optimiser();
  yield 'station | layout | stations | mean gap % | worst gap % | greedy mean % | median ms | max ms | proven | optimum ms';
  yield '---|---|---|---|---|---|---|---|---|---';
  for (const size of sizes) {
    for (const layout of ['clustered', 'scattered'] as const) {
      const shapes = Array.from({ length: stations }, (_, i): Shape => ({ ...size, layout, seed: i + 1 }));
      // All plans first, and warm: the first plan after the solver has filled the caches takes three times as long.
      warmUp();
      const planned = shapes.map((shape) => planOf(shape, effort));
      const rows = planned.map((each) => rowOf(each, optimumOf));
      yield lineOf({ ...size, layout }, rows);
    }
  }
}

interface Planned {
  readonly json: InstanceJson;
  readonly plan: StationPlan;
  readonly milliseconds: number;
  readonly greedy: StationPlan;
}

function planOf(shape: Shape, effort: Effort): Planned {
  const json = generateInstance(shape);
  const instance = engineInstance(json);
  instance.travel.detourGain();
  const solved = solve(instance, effort);
  return { json, ...solved, greedy: solve(instance, { seed: effort.seed, iterations: 0 }).plan };
}

function rowOf({ json, plan, milliseconds, greedy }: Planned, optimumOf: Optimise): Row | undefined {
  const optimum = optimumOf(json, MAX_COLUMNS);
  if (!optimum) return undefined;
  const gap = (objective: number) => ((optimum.objective - objective) / Math.max(optimum.objective, 1)) * 100;
  // Either the engine or the program would be wrong, and the table worth nothing.
  if (
    gap(plan.objective) < -1e-6 ||
    plan.bound < optimum.objective - 1e-3 ||
    greedy.objective > plan.objective + 1e-6
  ) {
    throw new Error(`${json.name}: engine ${plan.objective}, bound ${plan.bound}, optimum ${optimum.objective}`);
  }
  return {
    gap: Math.max(0, gap(plan.objective)),
    greedyGap: gap(greedy.objective),
    milliseconds,
    isProven: plan.bound - plan.objective <= 1e-6,
    optimumMilliseconds: optimum.milliseconds,
  };
}

function lineOf({ drivers, riders, layout }: Omit<Shape, 'seed'>, all: readonly (Row | undefined)[]): string {
  const rows = all.filter((row) => row !== undefined);
  const mean = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  const sorted = rows.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  return [
    `${drivers}×${riders}`,
    layout,
    `${rows.length} of ${all.length}`,
    mean(({ gap }) => gap).toFixed(3),
    Math.max(...rows.map(({ gap }) => gap)).toFixed(3),
    mean(({ greedyGap }) => greedyGap).toFixed(1),
    (sorted[Math.floor(sorted.length / 2)] ?? NaN).toFixed(1),
    (sorted.at(-1) ?? NaN).toFixed(1),
    rows.filter(({ isProven }) => isProven).length,
    mean(({ optimumMilliseconds }) => optimumMilliseconds).toFixed(0),
  ].join(' | ');
}
