// The skeleton of a Match, assembled: a bare process for each service, joined as the services are.
import { BareProcess } from './bare-process.js';
import type { BenchDatabase } from './database.js';
import { POOL_MAX, type Observed } from './lab.js';
import { RawClient } from './raw-client.js';
import { MATCH, typicalOf, type KnownMatch } from './scenario.js';
import { MATCH_INDEX, type SkeletonRpc, type SkeletonService } from './skeleton.js';
import { cpuOf, driveMatches, type Subject } from './subjects.js';

type Process = BareProcess<SkeletonService, number>;

export class Skeleton {
  private constructor(
    private readonly processes: readonly Process[],
    private readonly client: RawClient,
    readonly subject: Subject,
  ) {}

  /** @param urlFor the database's URL for a service */
  static async start(
    { scenario, matches }: Observed,
    database: BenchDatabase,
    urlFor: (service: string) => string,
  ): Promise<Skeleton> {
    const typical = typicalOf(matches);
    const byService = Map.groupBy(typical.calls, ({ path }) => serviceOf(path));
    const ports = new Map<string, number>();
    const processes: Record<string, Process> = {};
    const start = async (service: string, rpcs: readonly SkeletonRpc[]) => {
      const process = (processes[service] = await BareProcess.start<SkeletonService, number>('skeleton'));
      ports.set(service, await process.ask({ rpcs, databaseUrl: urlFor(service), poolMax: POOL_MAX }));
    };
    for (const [service, calls] of byService) {
      const rpcs = calls.map(({ path, response }) => ({ path, response, units: unitsOf(matches, path), calls: [] }));
      await start(service, rpcs);
    }
    await start('matching', [{ path: MATCH, response: typical.response, units: [], calls: stepsOf(typical, ports) }]);

    const client = new RawClient(`127.0.0.1:${ports.get('matching')}`);
    const call = (index: number) => client.call(MATCH, typical.request, { [MATCH_INDEX]: String(index) });
    const pids = Object.fromEntries(Object.entries(processes).map(([service, { pid }]) => [service, pid]));
    return new Skeleton(Object.values(processes), client, {
      run: (load) => driveMatches(load, scenario, database, call),
      cpu: () => ({ ...cpuOf(pids), postgres: database.serverCpuMs() }),
    });
  }

  async stop(): Promise<void> {
    this.client.close();
    await Promise.all(this.processes.map((process) => process.stop()));
  }
}

/** `trip` of `/lastmile.trip.v1.TripService/CommitMatch`. */
const serviceOf = (path: string): string => path.split('.')[1] ?? '';

const unitsOf = (matches: readonly KnownMatch[], path: string): SkeletonRpc['units'] =>
  matches.map(({ units }) => units.filter(({ method }) => method === path));

function stepsOf({ calls }: KnownMatch, ports: ReadonlyMap<string, number>): SkeletonRpc['calls'] {
  const steps = Map.groupBy(calls, ({ step }) => step);
  return [...steps.values()].map((step) =>
    step.map(({ path, request }) => ({ path, request, port: ports.get(serviceOf(path)) ?? 0 })),
  );
}
