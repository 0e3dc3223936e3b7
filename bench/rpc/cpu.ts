// Processor time of processes, from /proc/<pid>/stat. Linux counts it there in ticks of 10 ms: measure seconds, not calls.
import { readdirSync, readFileSync } from 'node:fs';

const MS_PER_TICK = 10;
/** Positions among the fields after the name, which may hold spaces itself. */
const [PARENT, USER, CHILDREN_SYSTEM] = [1, 11, 14] as const;

/** User and system time of a process since its start, with that of children it has buried, in milliseconds. */
export function cpuMs(pid: number): number {
  const times = fields(pid).slice(USER, CHILDREN_SYSTEM + 1);
  return times.reduce((sum, ticks) => sum + Number(ticks), 0) * MS_PER_TICK;
}

/** The same for a PostgreSQL server: its postmaster and every process under it but `exceptPids`, in milliseconds. */
export function serverCpuMs(postmasterPid: number, exceptPids: ReadonlySet<number>): number {
  const counted = childrenOf(postmasterPid).filter((pid) => !exceptPids.has(pid));
  return [postmasterPid, ...counted].reduce((sum, pid) => sum + ifAlive(() => cpuMs(pid), 0), 0);
}

export const parentOf = (pid: number): number => Number(fields(pid)[PARENT]);

function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => ifAlive(() => parentOf(pid) === parent, false));
}

function ifAlive<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function fields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
