/**
 * `npm run bench:shapes`: looks for stations of a kind that the engine plans badly. First any shapes (traits.ts), then the
 * worst of them again and again with a few traits changed. Prints the gaps, and the traits of the worst to plan them again.
 *
 * Gaps are to the proven optimum where the sets of riders can be listed, else to the best of two long runs of the engine.
 */
import { Command, InvalidArgumentError } from 'commander';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { optimiser } from './exact.js';
import { generateInstance } from './generate.js';
import { engineInstance } from './instance-file.js';
import { solve, warmUp } from './solve.js';
import { anyTraits, turned, type Traits } from './traits.js';

interface Tried {
  readonly traits: Traits;
  readonly seed: number;
  /** Per cent of the optimum, or of the best plan known. */
  readonly gap: number;
  readonly greedyGap: number;
  readonly isProven: boolean;
  readonly milliseconds: number;
}

/** Beyond so many sets the integer program would take minutes. */
const MAX_COLUMNS = 20_000;
/** Changes tried before the worst so far is looked at again. */
const BATCH = 8;

const whole = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number, at least 1');
};
const options = new Command('bench:shapes')
  .option('--shapes <n>', 'random shapes', whole, 40)
  .option('--changes <n>', 'tries to make the worst shape worse', whole, 40)
  .option('--drivers <n>', 'cars at each station', whole, 20)
  .option('--riders <n>', 'riders at each station', whole, 60)
  .option('--budget-ms <n>', 'time of a plan', whole, 10)
  .option('--reference-ms <n>', 'time of each long run', whole, 1000)
  .option('--seed <n>', 'of the shapes', whole, 1)
  .parse()
  .opts<Record<'shapes' | 'changes' | 'drivers' | 'riders' | 'budgetMs' | 'referenceMs' | 'seed', number>>();

const random = xoroshiro128plus(options.seed);
let nextSeed = options.seed;
const optimumOf = await optimiser();
console.log(
  `${options.drivers}×${options.riders}, ${options.budgetMs} ms | mean gap % | worst % | over 1% | proven | greedy %`,
);
console.log('---|---|---|---|---|---');

const tried = all(Array.from({ length: options.shapes }, () => anyTraits(random)));
console.log(lineOf(`${options.shapes} random shapes`, tried));
let worst = tried.reduce((a, b) => (b.gap > a.gap ? b : a));
const changed: Tried[] = [];
for (let left = options.changes; left > 0; left -= BATCH) {
  changed.push(...all(Array.from({ length: Math.min(left, BATCH) }, () => turned(worst.traits, random))));
  worst = changed.reduce((a, b) => (b.gap > a.gap ? b : a), worst);
}
console.log(lineOf(`${options.changes} changes of the worst`, changed));
console.log(`worst: ${worst.gap.toFixed(3)}%, seed ${worst.seed}, ${JSON.stringify(worst.traits)}`);

/** All plans first, and warm: the first plan after the solver has filled the caches takes three times as long. */
function all(shapes: readonly Traits[]): Tried[] {
  warmUp();
  const planned = shapes.map((traits) => {
    const seed = nextSeed++;
    const json = generateInstance({ ...options, layout: traits, seed });
    const instance = engineInstance(json);
    instance.travel.detourGain();
    return { traits, seed, json, instance, ...solve(instance, { seed: 1, milliseconds: options.budgetMs }) };
  });
  return planned.map(({ plan, json, instance, ...rest }) => {
    const greedy = solve(instance, { seed: 1, iterations: 0 }).plan.objective;
    const proven = optimumOf(json, MAX_COLUMNS)?.objective;
    const long = [2, 3].map((seed) => solve(instance, { seed, milliseconds: options.referenceMs }).plan.objective);
    const best = proven ?? Math.max(plan.objective, ...long);
    if (plan.objective > best + 1e-3 || plan.bound < best - 1e-3 || plan.objective < greedy - 1e-6) {
      throw new Error(
        `${JSON.stringify(rest)}: plan ${plan.objective}, bound ${plan.bound}, best ${best}, greedy ${greedy}`,
      );
    }
    const gapOf = (points: number) => ((best - points) / Math.max(best, 1)) * 100;
    return {
      ...rest,
      gap: Math.max(0, gapOf(plan.objective)),
      greedyGap: gapOf(greedy),
      isProven: proven !== undefined,
    };
  });
}

function lineOf(name: string, rows: readonly Tried[]): string {
  const mean = (of: (row: Tried) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length;
  return [
    name,
    mean(({ gap }) => gap).toFixed(3),
    Math.max(...rows.map(({ gap }) => gap)).toFixed(3),
    rows.filter(({ gap }) => gap > 1).length,
    rows.filter(({ isProven }) => isProven).length,
    mean(({ greedyGap }) => greedyGap).toFixed(1),
  ].join(' | ');
}
