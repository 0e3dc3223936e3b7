// What faults happen to: a service with all its replicas, or PostgreSQL with all its processes.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPostgres, stopLocalPostgres } from '@lastmile/local-postgres';
import type { Wire } from '@lastmile/testing';
import type { Supervised } from '../../tools/launcher/supervised.js';

export interface Target {
  readonly name: string;
  /** Between it and those who call it. */
  readonly wires: readonly Wire[];
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** SIGKILL. */
  kill(): void;
  /** Resolves when it has stopped in good order. */
  stop(): Promise<void>;
  /** Starts it after a stop or a kill, unless its supervisor has; may resolve before it works. */
  start(): Promise<void>;
}

/** The launcher is the supervisor: what is killed comes back. */
export function serviceTarget(name: string, replicas: readonly Supervised[], wires: readonly Wire[]): Target {
  let stopped = false;
  return {
    name,
    wires,
    signal: (signal) => replicas.forEach((replica) => replica.kill(signal)),
    kill: () => replicas.forEach((replica) => replica.kill('SIGKILL')),
    async stop() {
      stopped = true;
      await Promise.all(replicas.map((replica) => replica.stop()));
    },
    async start() {
      if (stopped) replicas.forEach((replica) => replica.start());
      stopped = false;
    },
  };
}

/** The local PostgreSQL of `directory`; nobody starts it but we. */
export function postgresTarget(directory: string, wires: readonly Wire[]): Target {
  const lockFile = join(directory, 'data/postmaster.pid');
  const [postmaster = '', , , port] = readFileSync(lockFile, 'utf8').split('\n');
  let pids = [postmaster];
  const kill = (signal: string) => execFileSync('kill', [`-${signal}`, ...pids]);
  const find = () => {
    pids = readFileSync(lockFile, 'utf8').split('\n').slice(0, 1);
    // First the one that makes others.
    kill('STOP');
    pids.push(...execFileSync('pgrep', ['-P', pids[0]!], { encoding: 'utf8' }).trim().split('\n'));
  };
  return {
    name: 'postgres',
    wires,
    signal(signal) {
      if (signal === 'SIGSTOP') find();
      kill(signal.slice(3));
    },
    kill() {
      find();
      kill('KILL');
    },
    stop: () => stopLocalPostgres(directory),
    start: async () => void (await startLocalPostgres({ directory, port: Number(port) })),
  };
}
