// The command line of `npm run bench:day`.
import { Command, InvalidArgumentError } from 'commander';
import { type PlanSize, POLICIES, type PolicyName } from './policies.js';
import { RULES } from './rules.js';

export interface Options {
  readonly gtfs: string;
  /** Default: the file beside the feed that `areasBeside` names, if it is there. */
  readonly areas?: string;
  readonly date?: string;
  readonly seed: number;
  /** Default: 250 a station. */
  readonly requests?: number;
  /** Fleet sizes to compare. Default: one driver for 80 requests. */
  readonly drivers?: readonly number[];
  readonly policy: readonly PolicyName[];
  readonly iterations: number;
  /** Default: `planSizeFor` the requests. */
  readonly plan?: PlanSize;
  readonly lookAhead: number;
  readonly plot?: string;
}

/** Ends the process with a line that names the option, for a bad one. */
export function readOptions(args: readonly string[]): Options {
  return new Command('bench:day')
    .description('Replays a whole service day of a timetable under several matching policies.')
    .requiredOption('--gtfs <path>', 'the feed, a zip or a directory')
    .option('--areas <csv>', 'station areas (default: the .areas.csv beside the feed; else seeded)')
    .option('--date <date>', 'service day, YYYY-MM-DD (default: the first Wednesday of the feed)', date)
    .option('--seed <n>', 'of demand, fleet and ties', whole(0), 1)
    .option('--requests <n>', 'ride requests over the day (default: 250 a station)', whole(1))
    .option(
      '--drivers <n,n,…>',
      'fleet sizes: drivers on the road all day (default: one for 80 requests)',
      list(whole(1)),
    )
    .option('--policy <name,…>', `of ${POLICIES.join(', ')}`, list(policy), [...POLICIES])
    .option('--iterations <n>', "the engine's rounds of improvement a plan", whole(0), 5)
    .option(
      '--plan <cars>x<riders>',
      'what one plan looks at (default: 4x20, for more than 200,000 requests 2x16)',
      planSize,
    )
    .option(
      '--look-ahead <seconds>',
      'cars this far away are planned with',
      whole(RULES.leadSeconds),
      RULES.lookAheadSeconds,
    )
    .option('--plot <svg>', 'draws the day, and the sweep when there are several fleets')
    .parse(args, { from: 'user' })
    .opts<Options>();
}

/** 4x20 serves one person more in a hundred than 2x16, and takes half as long again. */
export const planSizeFor = (requests: number): PlanSize =>
  requests > 200_000 ? { cars: 2, riders: 16 } : { cars: 4, riders: 20 };

/** `city.gtfs.zip` and `city.areas.csv` belong together. */
export const areasBeside = (gtfs: string): string => gtfs.replace(/(\.gtfs)?\.zip$/, '') + '.areas.csv';

const whole =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`must be a whole number, at least ${least}`);
  };

const list =
  <T>(read: (text: string) => T) =>
  (text: string): T[] =>
    text.split(',').map(read);

function policy(text: string): PolicyName {
  const found = POLICIES.find((name) => name === text);
  if (!found) throw new InvalidArgumentError(`must be of ${POLICIES.join(', ')}`);
  return found;
}

function planSize(text: string): PlanSize {
  const [, cars, riders] = /^(\d+)x(\d+)$/.exec(text) ?? [];
  if (Number(cars) >= 1 && Number(riders) >= 1) return { cars: Number(cars), riders: Number(riders) };
  throw new InvalidArgumentError('must be two whole numbers, such as 4x20');
}

function date(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('must be a date, YYYY-MM-DD');
}
