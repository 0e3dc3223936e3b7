// What was measured of one subject over all rounds.
import { median, quantile, sum } from './statistics.js';
import type { Run } from './load.js';

/** Processor time by process, in milliseconds. */
export type CpuTimes = Readonly<Record<string, number>>;

interface Round {
  readonly run: Run;
  readonly cpu: CpuTimes;
}

export class Tally {
  private readonly rounds: Round[] = [];

  add(run: Run, cpu: CpuTimes): void {
    this.rounds.push({ run, cpu });
  }

  /** Milliseconds; of all calls of all rounds. */
  latency(share: number): number {
    return quantile(
      this.rounds.flatMap(({ run }) => run.latencies),
      share,
    );
  }

  get calls(): number {
    return sum(this.rounds.map(({ run }) => run.latencies.length));
  }

  get callsPerSecond(): number {
    return this.calls / sum(this.rounds.map(({ run }) => run.seconds));
  }

  /** Milliseconds per call, by process; over all rounds, as one round is short beside a tick. */
  get cpu(): CpuTimes {
    const names = Object.keys(this.rounds[0]?.cpu ?? {});
    return Object.fromEntries(
      names.map((name) => [name, sum(this.rounds.map(({ cpu }) => cpu[name] ?? 0)) / this.calls]),
    );
  }

  get totalCpu(): number {
    return sum(Object.values(this.cpu));
  }

  /** Median latency of each round, in milliseconds. */
  get medians(): number[] {
    return this.rounds.map(({ run }) => median(run.latencies));
  }

  /** Processor time per call of each round, in milliseconds. */
  get cpuByRound(): number[] {
    return this.rounds.map(({ run, cpu }) => sum(Object.values(cpu)) / run.latencies.length);
  }
}
