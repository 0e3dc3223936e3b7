// What a set of processes costs, read from Linux's /proc; zeros elsewhere.
import { readdirSync, readFileSync } from 'node:fs';

/** Memory and processor time of some processes. */
export interface Footprint {
  /** Sum of resident set sizes in bytes; memory that Postgres processes share counts once for each of them. */
  rssBytes: number;
  /** Sum of proportional set sizes in bytes: shared memory counts once. */
  pssBytes: number;
  /** Processor seconds used since each was started. */
  cpuSeconds: number;
}

const TICKS_PER_SECOND = 100;

/** Sums over the processes and all their descendants. */
export function footprint(roots: readonly number[]): Footprint {
  const total: Footprint = { rssBytes: 0, pssBytes: 0, cpuSeconds: 0 };
  for (const pid of withDescendants(roots)) {
    try {
      const memory = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      total.rssBytes += kilobytes(memory, 'Rss') * 1024;
      total.pssBytes += kilobytes(memory, 'Pss') * 1024;
      const [user, system] = fields(pid).slice(11, 13).map(Number) as [number, number];
      total.cpuSeconds += (user + system) / TICKS_PER_SECOND;
    } catch {
      // Gone meanwhile, or not Linux.
    }
  }
  return total;
}

function withDescendants(roots: readonly number[]): number[] {
  const children = new Map<number, number[]>();
  for (const name of processIds()) {
    try {
      const parent = Number(fields(name)[1]);
      children.set(parent, [...(children.get(parent) ?? []), name]);
    } catch {
      // Gone meanwhile.
    }
  }
  const found = [...roots];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Fields of /proc/<pid>/stat from the third (state) on: the second, the name, may hold spaces. */
const fields = (pid: number): string[] => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

const kilobytes = (rollup: string, key: string): number =>
  Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0);
