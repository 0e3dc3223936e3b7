// Everything that is measured: each subject runs under a load and says whose processor time belongs to it.
import { randomUUID } from 'node:crypto';
import { BareProcess } from './bare-process.js';
import type { CallSequence } from './bare-calls.js';
import type { Reply } from './bare-server.js';
import type { StatementSequence } from './bare-sql.js';
import { cpuMs } from './cpu.js';
import type { BenchDatabase } from './database.js';
import { drive, type Load, type Run } from './load.js';
import { NODE_FLAGS, POOL_MAX, type Observed } from './lab.js';
import { RawClient } from './raw-client.js';
import { match, MATCH, type Scenario } from './scenario.js';

export interface Subject {
  run(load: Load): Promise<Run>;
  /** Of each process that works for it, in milliseconds since its start. */
  cpu(): Record<string, number>;
}

/** Match itself; each caller has stations of its own, and takes the Match back before the next. */
export function matchSubject(
  client: RawClient,
  { name, stations }: Scenario,
  database: BenchDatabase,
  servicePids: () => Record<string, number>,
): Subject {
  const stationOf = (load: Load) => (who: number, index: number) => {
    const station = stations[(load.callers === 1 ? index : who) % stations.length];
    if (!station) throw new Error('a scenario without stations');
    return station;
  };
  return {
    run(load) {
      const at = stationOf(load);
      const takeBack = name === 'commit' ? (who: number, index: number) => database.reset(at(who, index)) : undefined;
      return drive(load, (who, index) => match(client, at(who, index)), takeBack);
    },
    cpu() {
      const services = Object.entries(servicePids()).map(([service, pid]) => [service, cpuMs(pid)] as const);
      return { ...Object.fromEntries(services), postgres: database.serverCpuMs() };
    },
  };
}

export interface BareParts {
  readonly echo: Subject;
  readonly calls: Subject;
  readonly sql: Subject;
}

/** The bare processes of one scenario. */
export class BareLab {
  private constructor(
    private readonly server: BareProcess<readonly Reply[], number>,
    private readonly caller: BareProcess<CallSequence, Run>,
    private readonly sql: BareProcess<StatementSequence, Run>,
    private readonly client: RawClient,
    readonly parts: BareParts,
  ) {}

  static async start(
    { scenario, matches }: Observed,
    database: BenchDatabase,
    urls: StatementSequence['urls'],
  ): Promise<BareLab> {
    const start = <Q, A>(file: string) => BareProcess.start<Q, A>(new URL(`./${file}.js`, import.meta.url), NODE_FLAGS);
    const server = await start<readonly Reply[], number>('bare-server');
    const caller = await start<CallSequence, Run>('bare-calls');
    const sql = await start<StatementSequence, Run>('bare-sql');
    const [typical] = matches.toSorted((a, b) => a.response.length - b.response.length).slice(matches.length >> 1);
    if (!typical) throw new Error('a scenario without Matches');
    const port = await server.ask([...typical.calls, { path: MATCH, response: typical.response }]);
    const client = new RawClient(`127.0.0.1:${port}`);
    const parts: BareParts = {
      echo: {
        run: (load) => drive(load, () => client.call(MATCH, typical.request, randomUUID())),
        cpu: () => ({ echo: cpuMs(server.pid) }),
      },
      calls: {
        run: (load) => caller.ask({ port, calls: typical.calls, load }),
        cpu: () => ({ callers: cpuMs(caller.pid), callees: cpuMs(server.pid) }),
      },
      sql: {
        async run({ callers, calls = matches.length }) {
          const some = matches.slice(0, calls).map(({ units }) => units);
          const run = await sql.ask({ urls, poolMax: POOL_MAX, matches: some, callers });
          await database.reset(...scenario.stations);
          return run;
        },
        cpu: () => ({ pg: cpuMs(sql.pid), postgres: database.serverCpuMs() }),
      },
    };
    return new BareLab(server, caller, sql, client, parts);
  }

  async stop(): Promise<void> {
    this.client.close();
    await Promise.all([this.server.stop(), this.caller.stop(), this.sql.stop()]);
  }
}
