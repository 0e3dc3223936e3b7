// A run in numbers: the line of each second, and the JSON at the end. Pure.
import type { Plan } from './schedule.js';
import type { Tally } from './tally.js';

export interface Report {
  readonly address: string;
  readonly workers: number;
  readonly loop: 'open' | 'closed';
  /** Calls per second asked for; null for a closed loop. */
  readonly rate: number | null;
  readonly warmupSeconds: number;
  /** Measured, which is less than planned when it was stopped. */
  readonly seconds: number;
  readonly calls: number;
  readonly callsPerSecond: number;
  readonly failed: number;
  /** By status name. */
  readonly errors: Record<string, number>;
  /** Due by the end of an open loop without a worker free for them. */
  readonly notSent: number;
  /** From when a call was due to its answer. */
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number; readonly max: number };
  /** Calls by address. */
  readonly replicas: Record<string, number>;
  /** Calls of the busiest replica over the mean; null when none answered. */
  readonly busiestOverMean: number | null;
}

export interface Run {
  readonly address: string;
  readonly workers: number;
  readonly plan: Plan;
  readonly tally: Tally;
  readonly seconds: number;
  readonly notSent: number;
}

export function reportOf({ address, workers, plan, tally, seconds, notSent }: Run): Report {
  const { calls, failed, errors, replicas } = tally;
  return {
    address,
    workers,
    loop: plan.rate === undefined ? 'closed' : 'open',
    rate: plan.rate ?? null,
    warmupSeconds: plan.warmupSeconds,
    seconds: rounded(seconds),
    calls,
    callsPerSecond: seconds > 0 ? rounded(calls / seconds) : 0,
    failed,
    errors,
    notSent,
    latencyMs: latenciesOf(tally),
    replicas,
    busiestOverMean: busiestOverMean(replicas),
  };
}

/** What happened in one second; `tally` holds that second alone. */
export function liveLine(second: number, warmup: boolean, tally: Tally): string {
  const { p50, p95, p99 } = latenciesOf(tally);
  const spread = busiestOverMean(tally.replicas);
  const failures = Object.entries(tally.errors).map(([code, n]) => `${n} ${code}`);
  return [
    `${String(second).padStart(4)} s${warmup ? ' warm-up' : ''}`,
    `${tally.calls} calls/s`,
    `p50 ${p50} p95 ${p95} p99 ${p99} ms`,
    `${answering(tally.replicas).length} replicas${spread === null ? '' : `, busiest/mean ${spread.toFixed(2)}`}`,
    failures.length === 0 ? 'no errors' : failures.join(', '),
  ].join('  ');
}

const latenciesOf = ({ latencies }: Tally): Report['latencyMs'] => ({
  p50: rounded(latencies.quantile(0.5)),
  p95: rounded(latencies.quantile(0.95)),
  p99: rounded(latencies.quantile(0.99)),
  max: rounded(latencies.max),
});

const answering = (replicas: Record<string, number>): number[] =>
  Object.entries(replicas).flatMap(([address, calls]) => (address === 'unknown' ? [] : [calls]));

function busiestOverMean(replicas: Record<string, number>): number | null {
  const calls = answering(replicas);
  if (calls.length === 0) return null;
  const mean = calls.reduce((sum, n) => sum + n, 0) / calls.length;
  return Math.round((Math.max(...calls) / mean) * 1000) / 1000;
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
