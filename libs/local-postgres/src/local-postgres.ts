// A real PostgreSQL beside the checkout, for people without one: created, started, found again after a crash, stopped.
//
// It is a daemon of its own, not a child: Ctrl-C in a terminal does not reach it before the services have written their
// last rows, and when its launcher is killed the next one takes it over.
import { createHmac, randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { account, binaries } from './binaries.js';
import { freePort } from './free-port.js';

export interface LocalOptions {
  /** Holds the cluster (`data/`), the administrator's password (`password`) and the log. */
  readonly directory: string;
  /** Default: any free one. Ignored when the cluster is running already. */
  readonly port?: number;
  /** False for tests: no fsync, so a power cut loses data. Default true: what was acknowledged survives `kill -9`. */
  readonly durable?: boolean;
}

export interface LocalPostgres {
  readonly port: number;
  /** False when it was running before: then it is somebody else's to stop. */
  readonly started: boolean;
  readonly adminUrl: string;
  /** The password of a service's role in this cluster; derived, so that nothing more has to be kept. */
  passwordFor(service: string): string;
  /** URL of a service's role. */
  urlFor(service: string, database?: string): string;
  /** Ends connections and shuts down cleanly. Does nothing when it is down. */
  stop(): Promise<void>;
}

/** Small, since the whole platform shares one machine; every acknowledged commit is on disk. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'shared_buffers=6MB',
  'max_connections=120',
  'work_mem=4MB',
  'maintenance_work_mem=32MB',
  'max_wal_size=512MB',
  'max_parallel_workers_per_gather=0',
  'jit=off',
  'io_method=sync',
  'autovacuum_max_workers=2',
  'log_min_messages=warning',
];
const NOT_DURABLE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Creates the cluster on first use, recovers it after a crash, and adopts it when it is still running. */
export async function startLocalPostgres(options: LocalOptions): Promise<LocalPostgres> {
  const cluster = await openCluster(resolve(options.directory));
  const started = !(await cluster.isRunning());
  if (started) {
    const settings = options.durable === false ? [...SETTINGS, ...NOT_DURABLE] : SETTINGS;
    await cluster.start(options.port ?? (await freePort()), settings);
  }
  const port = await cluster.port();
  const url = (user: string, secret: string, database: string) =>
    `postgres://${user}:${secret}@127.0.0.1:${port}/${database}`;
  const passwordFor = (service: string) => createHmac('sha256', cluster.password).update(service).digest('base64url');
  return {
    port,
    started,
    adminUrl: url('postgres', cluster.password, 'postgres'),
    passwordFor,
    urlFor: (service, database = 'postgres') => url(`lastmile_${service}`, passwordFor(service), database),
    stop: () => cluster.stop(),
  };
}

/** Stops the cluster of a directory, whoever started it. */
export async function stopLocalPostgres(directory: string): Promise<void> {
  if (existsSync(join(directory, 'data', 'PG_VERSION'))) await (await openCluster(resolve(directory))).stop();
}

async function openCluster(directory: string) {
  const { initdb, pg_ctl } = await binaries();
  await mkdir(directory, { recursive: true });
  const identity = await account(directory);
  const data = join(directory, 'data');
  const passwordFile = join(directory, 'password');
  const log = join(directory, 'postgres.log');
  const control = (...args: string[]) => identity.run(pg_ctl, ['-D', data, ...args]);

  if (!existsSync(join(data, 'PG_VERSION'))) await create();
  const password = (await readFile(passwordFile, 'utf8')).trim();

  async function create(): Promise<void> {
    await writeFile(passwordFile, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
    if (identity.uid !== undefined && identity.gid !== undefined) {
      await chown(directory, identity.uid, identity.gid);
      await chown(passwordFile, identity.uid, identity.gid);
    }
    const flags = ['--auth=scram-sha-256', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-instructions'];
    await identity.run(initdb, [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags]).catch((cause: Error) => {
      throw new Error(`cannot create a PostgreSQL cluster in ${directory}: ${cause.message}`, { cause });
    });
  }

  /** `pg_ctl status` alone takes the zombie of a killed server for a running one. */
  const isRunning = async () => {
    const pid = await control('status').then(
      () => lockFileLine(data, 1),
      () => undefined,
    );
    return pid !== undefined && !(await isZombie(pid));
  };

  /**
   * After a `kill -9`, orphans of the server hold its shared memory until they notice, a moment later: hence the attempts.
   * Where nobody reaps the dead (a container whose first process is ours) its zombie would keep the lock for ever.
   */
  async function start(port: number, settings: readonly string[]): Promise<void> {
    const flags = settings.map((setting) => `-c ${setting}`).join(' ');
    for (let attempt = 1; ; attempt++) {
      const pid = await lockFileLine(data, 1);
      if (pid !== undefined && (await isZombie(pid))) await rm(join(data, 'postmaster.pid'));
      try {
        await control('start', '--wait', '--timeout=60', `--log=${log}`, '-o', `-p ${port} ${flags}`);
        return;
      } catch (cause) {
        if (attempt === 10) throw new Error(`PostgreSQL does not start; see ${log}`, { cause });
        await delay(500);
      }
    }
  }

  return {
    password,
    isRunning,
    start,
    port: async () => Number(await lockFileLine(data, 4)),
    async stop(): Promise<void> {
      if (await isRunning()) await control('stop', '--wait', '--mode=fast');
    },
  };
}

/** A line of Postgres' lock file: the first is the process id, the fourth the port. Undefined when it is down. */
async function lockFileLine(data: string, line: number): Promise<string | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n')[line - 1]?.trim() || undefined;
}

/** Dead but not yet reaped by its parent. Known on Linux only; elsewhere false. */
async function isZombie(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(stat);
}
