// What is measured: a subject runs under a load and says whose processor time belongs to it.
import type { BenchDatabase } from './database.js';
import { cpuMs } from './cpu.js';
import { drive, type Load, type Run } from './load.js';
import type { RawClient } from './raw-client.js';
import { match, type Scenario } from './scenario.js';

export interface Subject {
  run(load: Load): Promise<Run>;
  /** Of each process that works for it, in milliseconds since its start. */
  cpu(): Record<string, number>;
}

/** Match itself. */
export const matchSubject = (
  client: RawClient,
  scenario: Scenario,
  database: BenchDatabase,
  pids: () => Record<string, number>,
): Subject => ({
  run: (load) => driveMatches(load, scenario, database, (index) => match(client, stationAt(scenario, index))),
  cpu: () => ({ ...cpuOf(pids()), postgres: database.serverCpuMs() }),
});

/** Each caller has a station of its own, or all of them in turn if it is the only one; Matches are taken back one by one. */
export function driveMatches(
  load: Load,
  scenario: Scenario,
  database: BenchDatabase,
  call: (station: number) => Promise<unknown>,
): Promise<Run> {
  const at = (who: number, index: number) => (load.callers === 1 ? index : who) % scenario.stations.length;
  const takeBack = (who: number, index: number) => database.reset(stationAt(scenario, at(who, index)));
  const after = scenario.name === 'commit' ? takeBack : undefined;
  return drive(load, (who, index) => call(at(who, index)), after);
}

export const cpuOf = (pids: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuMs(pid)]));

function stationAt({ stations }: Scenario, index: number) {
  const station = stations[index];
  if (!station) throw new Error('a scenario without stations');
  return station;
}
