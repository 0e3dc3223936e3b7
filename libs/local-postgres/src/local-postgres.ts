// A real PostgreSQL in the checkout, for people who have none: created, started, found again after a crash, stopped.
//
// It is a daemon and not a child process: Ctrl-C in a terminal does not stop it before the services have written their
// last rows, and if its launcher is killed, the next one uses it.
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
  /** Default: any free one. Ignored when the cluster is already running. */
  readonly port?: number;
  /** False for tests: no fsync, so a power failure loses data. Default true: committed data survives `kill -9`. */
  readonly durable?: boolean;
}

export interface LocalPostgres {
  readonly port: number;
  /** False when it was already running: then the caller must not stop it. */
  readonly started: boolean;
  readonly adminUrl: string;
  /** The password of a service's role in this cluster; derived, so that it need not be stored. */
  passwordFor(service: string): string;
  /** URL of a service's role. */
  urlFor(service: string, database?: string): string;
  /** Closes connections and shuts down cleanly. Does nothing when it is not running. */
  stop(): Promise<void>;
}

/** Small, because the whole platform shares one machine; every commit is written to disk. */
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

/** Creates the cluster on first use, recovers it after a crash, and uses it when it is already running. */
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

  /** `pg_ctl status` alone reports the zombie of a killed server as a running one. */
  const isRunning = async () => {
    const pid = await control('status').then(
      () => lockFileLine(data, 1),
      () => undefined,
    );
    return pid !== undefined && !(await isZombie(pid));
  };

  /**
   * After a `kill -9`, remaining server processes use its shared memory for a moment longer, hence the attempts. Where
   * nobody reaps zombie processes (a container whose first process is ours), the zombie would keep the lock
   * permanently.
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

/** One line of Postgres' lock file: the first is the process id, the fourth the port. Undefined when it is not running. */
async function lockFileLine(data: string, line: number): Promise<string | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n')[line - 1]?.trim() || undefined;
}

/** Dead but not yet reaped by its parent. Only detected on Linux; elsewhere false. */
async function isZombie(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return /\) Z /.test(stat);
}
