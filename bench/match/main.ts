/**
 * `npm run bench:match`: plans the instances of a file and prints one line of JSON each; without a file, the table of gaps
 * to the proven optimum over generated stations. bench/README.md documents both.
 */
import { Command, InvalidArgumentError } from 'commander';
import { InstanceError, readInstances } from './instance-file.js';
import { lineOf, solve, warmUp } from './solve.js';

interface Options {
  readonly instances?: string;
  readonly budgetMs?: number;
  readonly iterations?: number;
  readonly seed: number;
  readonly stations: number;
}

const { instances, budgetMs, iterations, seed, stations } = new Command('bench:match')
  .option('--instances <file>', 'a JSON array of instances')
  .option('--budget-ms <milliseconds>', 'time for each instance (default 10)', amount)
  .option('--iterations <n>', 'rounds of improvement in place of a time; 0 is the greedy plan', whole)
  .option('--seed <n>', 'decides ties', whole, 1)
  .option('--stations <n>', 'without a file: generated stations of each size and layout', whole, 25)
  .parse()
  .opts<Options>();

const effort = iterations === undefined ? { seed, milliseconds: budgetMs ?? 10 } : { seed, iterations };
if (instances === undefined) {
  const { gapTable } = await import('./gap.js');
  for await (const line of gapTable(stations, effort)) console.log(line);
} else {
  try {
    const read = await readInstances(instances);
    // What a matrix saves by third places belongs to reading it.
    for (const { instance } of read) instance.travel.detourGain();
    warmUp();
    for (const { name, instance } of read) console.log(JSON.stringify(lineOf(name, instance, solve(instance, effort))));
  } catch (error) {
    if (!(error instanceof InstanceError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

function amount(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('must be more than 0');
  return value;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('must be a whole number, at least 0');
  return value;
}
