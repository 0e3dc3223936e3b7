// What became of the calls of a run. Pure.
import { Histogram } from './histogram.js';

export interface Outcome {
  /** Of the replica that answered last; `unknown` when none did. */
  readonly replica: string;
  /** Name of the gRPC status when the call failed. */
  readonly error?: string;
}

export class Tally {
  /** Of answered and failed calls alike: what a caller waits. */
  readonly latencies = new Histogram();
  private readonly errorCounts = new Map<string, number>();
  private readonly replicaCounts = new Map<string, number>();

  add(latencyMs: number, { replica, error }: Outcome): void {
    this.latencies.record(latencyMs);
    if (error !== undefined) count(this.errorCounts, error);
    count(this.replicaCounts, replica);
  }

  get calls(): number {
    return this.latencies.count;
  }

  get failed(): number {
    return [...this.errorCounts.values()].reduce((sum, n) => sum + n, 0);
  }

  /** By status name. */
  get errors(): Record<string, number> {
    return sorted(this.errorCounts);
  }

  /** Calls by address. */
  get replicas(): Record<string, number> {
    return sorted(this.replicaCounts);
  }
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const sorted = (counts: Map<string, number>): Record<string, number> =>
  Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })));
