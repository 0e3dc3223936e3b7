// The whole platform on one machine: PostgreSQL, its migrations, and every service as a process of its own.
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { healthClient } from '@lastmile/grpc';
import { startLocalPostgres, type LocalPostgres } from '@lastmile/local-postgres';
import { migrate } from '@lastmile/postgres';
import { CALLING_TOOLS, makeServiceKeys, serviceKeyEnv } from '../service-keys/key-files.js';
import { identityEnvironment } from './identity.js';
import { footprint, type Footprint } from './footprint.js';
import { built, source } from './built.js';
import { readManifests } from './manifests.js';
import { assertFree, defaultPorts, freePorts, type Ports } from './ports.js';
import { Supervised } from './supervised.js';
import { planProcesses } from './topology.js';

/** How to run the platform. */
export interface PlatformOptions {
  /** Holds the local database and the logs. */
  directory: string;
  /** `LASTMILE_CLOCK` for every process; default wall time. */
  clock?: string;
  /** Listen on free ports rather than the documented ones. */
  freePorts?: boolean;
  /** Replicas by service; default one each, matching two. */
  replicas?: Record<string, number>;
  /** Only these services; default all. */
  only?: readonly string[];
  /** Extra environment of one service. */
  envOf?: Record<string, Record<string, string>>;
  /** Flags of Node for every service; default small heaps. */
  nodeFlags?: readonly string[];
  /** This service runs from its sources rather than from the build; for developing it. */
  fromSources?: string;
  /**
   * What stands between a listener and those who call it: told a service (or `postgres`) and its port, it resolves with the
   * port that callers are given. For tests of networks that fail; default nothing.
   */
  wire?: (name: string, port: number) => Promise<number>;
  /** Told of each process that died and is started again. */
  onDeath?: (name: string, cause: string) => void;
}

/** Few connections a service: every one costs 20 MB of PostgreSQL's resident memory. */
const DATABASE_POOL_MAX = '2';
const READY_WITHIN_MS = 60_000;

/** A running platform. */
export interface Platform {
  readonly ports: Ports;
  /** Where the public API is. */
  readonly baseUrl: string;
  /** The same of each gateway. */
  readonly baseUrls: readonly string[];
  /** An administrator's URL of its database, for audits. */
  readonly adminUrl: string;
  /** Where the keys are by which services know each other, also those of tools beside the platform. */
  readonly keyDirectory: string;
  /** gRPC address of a service, for tools beside the platform. */
  addressOf(service: string): string;
  process(name: string): Supervised;
  processes(): readonly Supervised[];
  footprint(): Footprint;
  /** Lets go of the processes without stopping them: they are not started again. For tests that kill them. */
  abandon(): void;
  /** Stops every process, then the local database. Nothing is left running. */
  stop(): Promise<void>;
}

/** Starts everything and resolves once every service is healthy. On failure stops what was started, then throws. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  // Before anything is started.
  const identity = identityEnvironment(process.env);
  const all = readManifests();
  const manifests = options.only ? all.filter(({ name }) => options.only?.includes(name)) : all;
  const replicas = options.replicas ?? { matching: 2 };
  const ports = options.freePorts ? await freePorts(all, replicas) : defaultPorts(all, replicas);
  const running = {
    grpc: Object.fromEntries(manifests.map(({ name }) => [name, ports.grpc[name] ?? []])),
    http: ports.http,
  };
  await assertFree(running);

  const keyDirectory = join(options.directory, 'service-keys');
  makeServiceKeys(keyDirectory, [...all.map(({ name }) => name), ...CALLING_TOOLS]);

  const { wire = (_name: string, port: number) => Promise.resolve(port) } = options;
  const wired = (name: string, open: readonly number[]) => Promise.all(open.map((port) => wire(name, port)));
  const database = await openDatabase(options.directory, wire);
  const grpcEntries = Object.entries(ports.grpc).map(async ([name, open]) => [name, await wired(name, open)] as const);
  const reachedAt = Object.fromEntries(await Promise.all(grpcEntries));
  const plans = planProcesses({
    manifests: all,
    ports: ports.grpc,
    reachedAt,
    httpPorts: ports.http,
    databaseUrl: database.urlFor,
    keyEnv: (service) => serviceKeyEnv(keyDirectory, service),
    env: inherited({
      DATABASE_POOL_MAX,
      ...identity.all,
      ...(options.clock && { LASTMILE_CLOCK: options.clock }),
    }),
    envOf: {
      ...options.envOf,
      // Here nobody waits for an operator to approve drivers.
      driver: { DRIVER_AUTO_APPROVAL: process.env.DRIVER_AUTO_APPROVAL ?? 'true', ...options.envOf?.driver },
      user: { USER_SECRETS_KEY: secretsKey(database), ...identity.user, ...options.envOf?.user },
    },
  }).filter(({ service }) => manifests.some(({ name }) => name === service));

  let ready = false;
  const early: string[] = [];
  const processes = plans.map(
    ({ name, service, env }) =>
      new Supervised({
        name,
        env,
        ...(service === options.fromSources
          ? {
              entry: source(`apps/${service}/src/main.ts`),
              nodeFlags: ['--import', source('tools/typescript.mjs').href],
            }
          : { entry: built(`apps/${service}/src/main.js`), nodeFlags: options.nodeFlags }),
        logDirectory: join(options.directory, 'logs'),
        onDeath: (cause) => (ready ? options.onDeath?.(name, cause) : early.push(name)),
      }),
  );
  const stop = async () => {
    await Promise.all(processes.map((process) => process.stop()));
    await database.local?.stop();
  };
  const addressOf = (service: string) =>
    `ipv4:${(ports.grpc[service] ?? []).map((port) => `127.0.0.1:${port}`).join(',')}`;
  const baseUrls = (await wired('gateway', ports.http)).map((port) => `http://127.0.0.1:${port}`);
  try {
    await migrate({ adminUrl: database.adminUrl, passwordFor: database.passwordFor });
    for (const process of processes) process.start();
    const died = () => {
      const process = processes.find(({ name }) => name === early[0]);
      if (process) throw new Error(`${process.name} did not start: ${process.lastWords()} (${process.logFile})`);
    };
    const http = manifests.some(({ name }) => name === 'gateway') ? ports.http : [];
    await waitUntilListening([...Object.values(running.grpc).flat(), ...http], died);
    // With services left out on purpose the gateway is never ready; each process says itself whether it serves.
    if (manifests.length === all.length) await Promise.all(baseUrls.map((url) => waitUntilReady(url, died)));
    else if (manifests.some(({ name }) => name === 'user')) await waitUntilServing(running.grpc, died);
    ready = true;
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ports,
    baseUrl: baseUrls[0]!,
    baseUrls,
    adminUrl: database.adminUrl,
    keyDirectory,
    addressOf,
    processes: () => processes,
    process(name) {
      const found = processes.find((process) => process.name === name);
      if (!found) throw new Error(`no process ${name}`);
      return found;
    },
    footprint() {
      const postmaster = postmasterPid(options.directory);
      const pids = processes.map(({ pid }) => pid).filter((pid) => pid !== undefined);
      return footprint(postmaster && database.local ? [...pids, postmaster] : pids);
    },
    abandon() {
      for (const process of processes) process.abandon();
    },
    stop,
  };
}

/** Kept where the database's password is: whoever has the one has made the other. 32 bytes in base64. */
const secretsKey = ({ passwordFor }: OpenDatabase): string =>
  process.env.USER_SECRETS_KEY ?? passwordFor('secrets of accounts');

interface OpenDatabase {
  local?: LocalPostgres;
  adminUrl: string;
  passwordFor: (service: string) => string;
  urlFor: (service: string) => string;
}

/** `DATABASE_URL` of an administrator when set, else a local PostgreSQL. */
async function openDatabase(directory: string, wire: NonNullable<PlatformOptions['wire']>): Promise<OpenDatabase> {
  const external = process.env.DATABASE_URL;
  if (!external) {
    const local = await startLocalPostgres({ directory: join(directory, 'postgres') });
    const port = await wire('postgres', local.port);
    return {
      local,
      adminUrl: local.adminUrl,
      passwordFor: local.passwordFor,
      urlFor: (service) => local.urlFor(service).replace(`:${local.port}/`, `:${port}/`),
    };
  }
  const passwordFor = (service: string) => createHmac('sha256', external).update(service).digest('base64url');
  const urlFor = (service: string) => {
    const url = new URL(external);
    url.username = `lastmile_${service}`;
    url.password = passwordFor(service);
    return url.href;
  };
  return { adminUrl: external, passwordFor, urlFor };
}

/** What services may inherit of this process's environment: never the administrator's database. */
function inherited(extra: Record<string, string>): Record<string, string> {
  const { PATH = '', HOME = '', TZ, LOG_LEVEL = 'info' } = process.env;
  return { PATH, HOME, LOG_LEVEL, ...(TZ && { TZ }), ...extra };
}

async function waitUntilListening(ports: readonly number[], check: () => void): Promise<void> {
  const isListening = (port: number) =>
    new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.end());
    });
  await poll(async () => (await Promise.all(ports.map(isListening))).every(Boolean), check);
}

/** A service that listens lets nobody in before it has read the user service's list of revoked tokens. */
async function waitUntilServing(grpc: Ports['grpc'], check: () => void): Promise<void> {
  const clients = Object.entries(grpc).flatMap(([name, ports]) =>
    ports.map((port) => healthClient(`ipv4:127.0.0.1:${port}`, name)),
  );
  const areServing = async () => (await Promise.all(clients.map((client) => client.isServing()))).every(Boolean);
  await poll(areServing, check).finally(() => clients.forEach((client) => client.close()));
}

async function waitUntilReady(baseUrl: string, check: () => void): Promise<void> {
  const ask = () =>
    fetch(`${baseUrl}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await poll(ask, check);
}

async function poll(condition: () => Promise<boolean>, check: () => void): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await condition())) {
    check();
    if (Date.now() > deadline) throw new Error(`the platform is not ready after ${READY_WITHIN_MS / 1_000} s`);
    await sleep(100);
  }
}

function postmasterPid(directory: string): number | undefined {
  const file = join(directory, 'postgres', 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : undefined;
}
