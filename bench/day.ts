/**
 * `npm run bench:day -- --gtfs <zip> --seed 1`: replays a whole service day of a timetable, the same riders and the same cars under
 * several policies, and prints what riders and drivers got. One process, no network, no database. bench/README.md explains it.
 * Exit code 1 when the input is bad, or a replayed day breaks a promise.
 */
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { isDomainError } from '@lastmile/errors';
import { audit } from './day/audit.js';
import { type Demand, demandOf } from './day/demand.js';
import { passesOf } from './day/fleet.js';
import { measuresOf, peopleByHour } from './day/measures.js';
import { areasBeside, type Options, planSizeFor, readOptions } from './day/options.js';
import { plot, type Run } from './day/plot.js';
import { policyOf } from './day/policies.js';
import { type Day, replay } from './day/replay.js';
import { RULES } from './day/rules.js';
import { readServiceDay, type ServiceDay } from './day/service-day.js';
import { count, table } from './day/table.js';
import { surroundingsOf } from './day/town.js';

const REQUESTS_PER_STATION = 250;
const REQUESTS_PER_DRIVER = 80;
const MOST_FAULTS_SHOWN = 20;

try {
  await main(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!isDomainError(error) && !isSystemError(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function main(options: Options): Promise<void> {
  const { seed } = options;
  const service = await readServiceDay(options.gtfs, options.date);
  const around = await surroundingsOf(service.stations, areasOf(options), seed);
  const requests = options.requests ?? new Set(service.calls.station).size * REQUESTS_PER_STATION;
  const demand = demandOf(service, around, { requests, seed });
  console.log(headline(options, service, demand));

  const runs: Run[] = [];
  for (const drivers of options.drivers ?? [Math.ceil(requests / REQUESTS_PER_DRIVER)]) {
    const day = { around, demand, passes: passesOf(service, around, { drivers, seed }) };
    console.log(`\n${count(drivers)} drivers, who pass by ${count(day.passes.length)} times:\n`);
    const ofFleet = options.policy.map((name) => run(day, drivers, name, options));
    runs.push(...ofFleet);
    console.log(`\n${table(ofFleet)}`);
  }
  if (options.plot) {
    const title = `${basename(options.gtfs)} ${service.date}`;
    await writeFile(options.plot, plot(title, runs, peopleByHour(demand, demand.people.keys())));
  }
}

function run(day: Day, drivers: number, name: Options['policy'][number], options: Options): Run {
  const plan = options.plan ?? planSizeFor(day.demand.length);
  const policy = policyOf(name, { ...options, plan });
  const rules = { ...RULES, lookAheadSeconds: options.lookAhead };
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const { ledger, plans } = replay(day, policy, rules);
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = count(day.demand.length / seconds);
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(
    `${policy.label}: ${count(day.demand.length)} requests in ${seconds.toFixed(2)} s (CPU ${((user + system) / 1e6).toFixed(2)} s), ` +
      `${perSecond} requests/s, ${count(plans)} plans, peak RSS ${peak} MB`,
  );
  report(audit(day, ledger));
  return { drivers, label: policy.label, measures: measuresOf(day, ledger) };
}

function report(faults: readonly string[]): void {
  if (faults.length === 0) return;
  console.error(`the audit found ${count(faults.length)} faults:\n${faults.slice(0, MOST_FAULTS_SHOWN).join('\n')}`);
  process.exitCode = 1;
}

/** A file that cannot be written, for example. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && 'syscall' in error;
}

function areasOf({ areas, gtfs }: Options): string | undefined {
  return areas ?? (existsSync(areasBeside(gtfs)) ? areasBeside(gtfs) : undefined);
}

function headline({ gtfs, seed }: Options, { date, calls }: ServiceDay, demand: Demand): string {
  const stations = new Set(calls.station).size;
  const trains = count(calls.arrive.length);
  return `${basename(gtfs)} on ${date}, seed ${seed}: ${trains} arrivals at ${stations} stations, ${count(demand.length)} requests`;
}
