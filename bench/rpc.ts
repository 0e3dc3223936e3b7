/**
 * `npm run bench:rpc`: what a whole Match call costs beside its bare parts, in one run on this machine. Takes about seven
 * minutes; needs Linux; writes to a temporary directory only.
 *
 * The real services run as processes on a local PostgreSQL. Fifty stations have 5 drivers and 20 riders each, made through the services'
 * RPCs; fifty more have the drivers alone. One Match at each is recorded: its outgoing calls' bytes and its SQL with
 * values. Then the services are started again without the recorder, and the rounds begin. In each round, in turn:
 *
 * - match: the Match, at an empty station and one that plans 5 x 20 and commits;
 * - echo: a bare grpc-js server that answers with the bytes of such a Match;
 * - calls: the outgoing calls of such a Match, one after the other, from a bare grpc-js client to a bare grpc-js server, same bytes;
 * - skeleton: a bare process for each service with the same calls and SQL in the same steps: the parts, assembled;
 * - proven: the same calls with callers who prove who they are, as services do: our tokens and our admission; once with
 *   tokens known on both sides, as in services that run, and once with a token signed and verified for every call;
 * - encrypted: the same calls through TLS, a certificate on both sides, on connections that are open already;
 * - sql: its statements with the same values, in the same transactions, from bare `pg` to the same database and rows.
 *
 * A Match costs the processor time of all services and of PostgreSQL; the caller's own does not count. Its bare parts cost
 * echo (the server) + calls (both sides) + sql (client and PostgreSQL). Rounds alternate, so that a busy machine is busy for all of
 * them; ratios are taken within a round, and their median is told.
 *
 * After every committing Match its trips, claims and jobs are deleted by an administrator, outside of the measured time and
 * not counted, so that every Match finds the same rows. Events are enqueued in the commit as ever but are not due, so that their handling,
 * which is not part of the call and would change the rides, does not run meanwhile.
 */
import 'reflect-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from '@lastmile/local-postgres';
import type { Platform } from '../tools/launcher/platform.js';
import { BareParts } from './rpc/bare-parts.js';
import { BenchDatabase } from './rpc/database.js';
import {
  makeStations,
  matchingOf,
  newDirectory,
  observe,
  type Observed,
  SERVICES,
  startServices,
  stopServices,
} from './rpc/lab.js';
import { report } from './rpc/report.js';
import { measureRounds } from './rpc/rounds.js';
import { tripsOf, type Scenario } from './rpc/scenario.js';
import { sum } from './rpc/statistics.js';
import { Skeleton } from './rpc/skeleton-lab.js';
import { matchSubject } from './rpc/subjects.js';

const STATIONS = 50;
const [DRIVERS, RIDERS] = [5, 20] as const;

type Cleanup = () => Promise<unknown>;
const cleanups: Cleanup[] = [];

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'bench-rpc-'));
  cleanups.push(() => rm(directory, { recursive: true, force: true }));
  const recordings = newDirectory(directory, 'recordings');
  const options = { directory, clock: `2026-09-23T17:00:00-04:00@1@${new Date().toISOString()}` };
  // Ours for the whole run, so that it outlives the services' restart.
  const postgres = await startLocalPostgres({ directory: join(directory, 'postgres') });
  cleanups.push(() => postgres.stop());
  const database = new BenchDatabase(postgres.adminUrl);
  cleanups.push(() => database.close());

  say('making stations and recording their Matches');
  const recording = await start({ ...options, recordTo: recordings });
  await database.setUp();
  const crowds = Array.from({ length: 2 * STATIONS }, (_, i) => ({
    drivers: DRIVERS,
    riders: i < STATIONS ? RIDERS : 0,
  }));
  const stations = await makeStations(options, recording, crowds);
  await database.tidy();
  const scenarios: Scenario[] = [
    { name: 'commit', stations: stations.slice(0, STATIONS) },
    { name: 'empty', stations: stations.slice(STATIONS) },
  ];
  const urls = Object.fromEntries(SERVICES.map((service) => [`lastmile_${service}`, postgres.urlFor(service)]));
  const labs: { observed: Observed; parts: BareParts; skeleton: Skeleton }[] = [];
  for (const scenario of scenarios) {
    const observed = await observe(recording, scenario, database, recordings);
    const parts = await BareParts.start(observed, database, urls);
    cleanups.push(() => parts.stop());
    const skeleton = await Skeleton.start(observed, database, (service) => postgres.urlFor(service));
    cleanups.push(() => skeleton.stop());
    labs.push({ observed, parts, skeleton });
  }
  await stopServices(recording);

  say('measuring');
  const platform = await start(options);
  const client = matchingOf(platform);
  cleanups.push(async () => client.close());
  const servicePids = () => Object.fromEntries(SERVICES.map((name) => [name, platform.process(name).pid ?? 0]));
  const subjects = labs.map(({ observed: { scenario, matches }, parts, skeleton }) => {
    const match = matchSubject(client, scenario, database, servicePids);
    const trips = sum(matches.map(tripsOf)) / matches.length;
    return { name: scenario.name, trips, subjects: { match, skeleton: skeleton.subject, ...subjectsOf(parts) } };
  });
  report(await measureRounds(subjects, say));
}

const subjectsOf = ({ echo, calls, sql, proven, provenAnew, encrypted }: BareParts) => ({
  ...{ echo, calls, sql },
  ...{ proven, provenAnew, encrypted },
});

async function start(options: Parameters<typeof startServices>[0]): Promise<Platform> {
  const platform = await startServices(options);
  cleanups.push(() => stopServices(platform));
  return platform;
}

/** Last things first; each also when another fails. */
async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup().catch((error: Error) => console.error(error.message));
  }
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void cleanUp().then(() => process.exit(1)));
}
try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
