// `npm run test:chaos`: everything that can happen to every part of the platform, one after the other, in a living city.
//
// Exit status 0 when the platform recovered every time and nothing was lost. `-- --write` keeps the table in docs/reliability.md.
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { FAULTS } from './faults.js';
import { startLivingCity } from './living-city.js';
import { writeTable } from './page.js';
import { takeStep, type StepResult } from './step.js';

const PAGE = new URL('../../docs/reliability.md', import.meta.url);

const options = new Command('test:chaos')
  .description('Kills, restarts, pauses and cuts off each part of the platform while a simulated city uses it.')
  .option('--targets <names...>', 'services, or postgres; default all')
  .addOption(new Option('--faults <names...>', 'default all').choices(FAULTS.map(({ name }) => name)))
  .option('--logs <directory>', "keep the services' logs there")
  .option('--write', 'write the table to docs/reliability.md')
  .parse()
  .opts<{ targets?: string[]; faults?: string[]; logs?: string; write?: boolean }>();

let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (stopped = true));

const living = await startLivingCity();
const results: StepResult[] = [];
try {
  for (const fault of FAULTS.filter(({ name }) => options.faults?.includes(name) ?? true)) {
    for (const target of living.targets.filter(({ name }) => options.targets?.includes(name) ?? true)) {
      if (stopped || fault.spares === target.name) continue;
      const result = await takeStep(living, target, fault);
      results.push(result);
      const { recoverySeconds, trips, problems } = result;
      const recovery = recoverySeconds === undefined ? 'never' : `${recoverySeconds.toFixed(1)} s`;
      console.log(
        `${target.name.padEnd(13)}${fault.name.padEnd(11)}${recovery.padStart(7)} ${new Date().toISOString()} ${trips} trips`,
      );
      for (const problem of problems.slice(0, 8)) console.log(`    ${problem}`);
    }
  }
  const { errors = {}, gaps = 0, completed = 0 } = living.report() ?? {};
  console.log(`${completed} trips; gaps ${gaps}; refusals that nobody should get: ${JSON.stringify(errors)}`);
  const sound =
    gaps === 0 &&
    Object.keys(errors).length === 0 &&
    results.every(({ problems }) => problems.length === 0) &&
    !stopped;
  if (options.write) await writeTable(PAGE, results);
  process.exitCode = sound ? 0 : 1;
} finally {
  if (options.logs) await cp(join(living.city.directory, 'logs'), options.logs, { recursive: true });
  await living.destroy();
}
